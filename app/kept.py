"""What is deleted when its time is over."""

from enum import StrEnum


class Kept(StrEnum):
    """How long is for `app/people/retention_rules.py` to say."""

    RAW_EVIDENCE = "raw-evidence"
    SPEAKERS = "speakers"
    AUDIO = "audio"
    QUARANTINE = "quarantine"
    RIVAL_TEXTS = "rival-texts"
    RELEASED = "released"
    HISTORY = "history"
    CONTACTS = "contacts"
    TEAM = "team"
    AUDIT = "audit"
    SESSIONS = "sessions"
    MAIL = "mail"
    TOKENS = "tokens"
    LINKS = "links"
    INVITATIONS = "invitations"
    TABLETS = "tablets"
    CODES = "codes"
