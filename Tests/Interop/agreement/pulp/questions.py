MAKERS = {}


def make(*a):
    pass
