"""Everything OnRecord raises on purpose.

    OnRecordError                 exit 1   HTTP 500   something we could not do
    ├── UsageError                exit 2   HTTP 400   the request makes no sense; says what to change
    │   ├── ProjectError          exit 2   HTTP 400   onrecord.toml is wrong; names the line or key
    │   └── NotFound              exit 2   HTTP 404   no such record, actor, document or statement
    ├── LoginNeeded               exit 1   HTTP 401   nobody is logged in, or not with this name and password
    ├── TooOften                  exit 1   HTTP 429   asked too often; says how long to wait
    ├── Forbidden                 exit 1   HTTP 403   not allowed here, or to this person; says what would allow it
    ├── Conflict                  exit 1   HTTP 409   somebody else judged it meanwhile; says who and what
    ├── MissingExtra              exit 1   HTTP 501   an optional part is not installed; names the command
    ├── RecordError               exit 1   HTTP 500   the record file cannot be used
    │   └── RecordBusy            exit 1   HTTP 503   another process is writing; try again
    ├── GoldError                 exit 1   HTTP 422   a gold file cannot be used; names file and line
    └── ModelError                exit 1   HTTP 500   the weights cannot be loaded; says what to do

A document that cannot be read is no error: it becomes a `model.Rejected`, is counted, and the
command ends with exit code 3.
"""

from __future__ import annotations


class OnRecordError(Exception):
    """Base of all errors raised on purpose. `str(error)` is one sentence a user can act on."""

    exit_code = 1
    http_status = 500


class UsageError(OnRecordError):
    """The request makes no sense as given."""

    exit_code = 2
    http_status = 400


class ProjectError(UsageError):
    """The project file is wrong; the message names the file and the key or line."""


class NotFound(UsageError):
    """What was asked for is not in the record."""

    http_status = 404


class LoginNeeded(OnRecordError):
    """Nobody is logged in, or not with this name and password."""

    http_status = 401


class TooOften(OnRecordError):
    """What was asked for was asked too often; `seconds` is how long to wait."""

    http_status = 429

    def __init__(self, message: str, seconds: int) -> None:
        super().__init__(message)
        self.seconds = seconds


class Forbidden(OnRecordError):
    """What was asked for is not allowed here, or not to this person; the message says what would allow it."""

    http_status = 403


class Conflict(OnRecordError):
    """Somebody else judged it since it was looked at; the message says who judged what when. Nothing was changed."""

    http_status = 409


class MissingExtra(OnRecordError):
    """An optional dependency is needed; the message names the command that installs it."""

    http_status = 501


class RecordError(OnRecordError):
    """The record file is damaged, of a newer version, or not a record at all."""


class RecordBusy(RecordError):
    """Another process holds the record's write lock."""

    http_status = 503


class GoldError(OnRecordError):
    """A gold file cannot be used; the message names the file and the line."""

    http_status = 422


class ModelError(OnRecordError):
    """The neural model's files or its engine are missing or broken; the message says what to do."""
