"""The owner of the process: the regswap program, or another one that uses the library.

In a process of its own, regswap may use a library in a way that would disturb its other users.
"""

is_own = False
