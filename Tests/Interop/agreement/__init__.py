"""`make interop`: random organisations and questions, asked of the real packages and of permscope.

organisation  makes a database; questions  ask about it; reference  lets the real packages answer; comparison  asks
both; shrinking  makes a difference small; report  prints it.
"""
