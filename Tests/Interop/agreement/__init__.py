"""`make interop`: random organisations and questions, asked of the real packages and of permscope.

`building` makes a database, `questions` asks about it, `reference` lets the real packages answer, `comparison` asks
both sides, `shrinking` makes a difference small and `report` prints it. `pulp` has the same for pulpcore, which needs
a Django project of its own; `parts` says what the projects are.
"""
