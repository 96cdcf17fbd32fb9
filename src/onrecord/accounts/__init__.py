"""Who may use a workbench: users with passwords and roles, their sessions, the tokens of their programs.

    Accounts.open(place)      those of a record; None where nobody was ever added
    Accounts.create(place)    the same, made where they are not there

They are kept beside the record and never in it, since records are handed on: in RECORD.users, or for a record on a
server in tables of their own (`places.py`). Of passwords, sessions and tokens only hashes are kept. `people.py` has
what is answered, `passwords.py` judges and hashes passwords, `attempts.py` makes guessing slow.
"""

from __future__ import annotations

from onrecord.accounts.accounts import Accounts
from onrecord.accounts.people import ROLES, Entry, LogIn, Person, User

__all__ = ["ROLES", "Accounts", "Entry", "LogIn", "Person", "User"]
