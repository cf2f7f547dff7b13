"""Passkeys: added to an account, signing in, proving once more who is there."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlmodel import Session, select
from webauthn import (
    base64url_to_bytes,
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import bytes_to_base64url, parse_authentication_credential_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from app.access import Actor, may_add_passkey
from app.audit import note_about, note_own
from app.errors import AskAgain, NotFound
from app.models import Passkey, PendingFor, PendingSignIn, Person
from app.people.code_actions import browser_hash, pending_in, settle
from app.people.passkey_queries import own_passkeys
from app.people.rules import CODE_LIFE
from app.values_audit import Verb


@dataclass(frozen=True)
class Party:
    """This site as authenticators know it."""

    id: str
    origin: str


@dataclass(frozen=True)
class Begun:
    """`secret` is for the browser's cookie, `options` (JSON) for its script."""

    secret: str
    options: str


def begin(
    session: Session, party: Party, actor: Actor, purpose: PendingFor, at: datetime
) -> Begun:
    """Raises `AskAgain` where somebody would add a passkey to a session left open."""
    if purpose is PendingFor.PASSKEY_ENROLMENT and not may_add_passkey(actor):
        raise AskAgain
    if purpose is not PendingFor.PASSKEY_SIGN_IN and not actor.signed_in:
        raise NotFound
    secret, challenge = secrets.token_urlsafe(32), secrets.token_bytes(32)
    session.add(
        PendingSignIn(
            purpose=purpose,
            browser_hash=browser_hash(secret),
            person_id=actor.person_id,
            login_id=bound_login(actor, purpose),
            challenge=bytes_to_base64url(challenge),
            expires_at=at + CODE_LIFE,
        )
    )
    if purpose is PendingFor.PASSKEY_ENROLMENT:
        return Begun(secret, enrolment_options(session, party, actor, challenge))
    options = generate_authentication_options(
        rp_id=party.id,
        challenge=challenge,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return Begun(secret, options_to_json(options))


def bound_login(actor: Actor, purpose: PendingFor) -> UUID | None:
    return None if purpose is PendingFor.PASSKEY_SIGN_IN else actor.login_id


def enrolment_options(
    session: Session, party: Party, actor: Actor, challenge: bytes
) -> str:
    person = session.get_one(Person, actor.person_id)
    known = [base64url_to_bytes(k.credential_id) for k in own_passkeys(session, actor)]
    options = generate_registration_options(
        rp_id=party.id,
        rp_name="Repère",
        user_id=person.id.bytes,
        user_name=person.email,
        user_display_name=person.name,
        challenge=challenge,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=one) for one in known],
    )
    return options_to_json(options)


@dataclass(frozen=True)
class Answered:
    """What a browser's script sent back, and the secret of its cookie."""

    secret: str
    credential: str


def add_passkey(
    session: Session, party: Party, actor: Actor, answered: Answered, name: str
) -> Passkey | None:
    """Null where the answer is not one to what we asked."""
    purpose, at = PendingFor.PASSKEY_ENROLMENT, datetime.now(UTC)
    pending = pending_in(session, answered.secret, purpose, at, actor.login_id)
    if pending is None or not actor.person_id:
        return None
    settle(session, pending, at)
    try:
        verified = verify_registration_response(
            credential=answered.credential,
            expected_challenge=base64url_to_bytes(pending.challenge),
            expected_rp_id=party.id,
            expected_origin=party.origin,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError):
        note_refusal(session, actor.person_id)
        return None
    credential_id = bytes_to_base64url(verified.credential_id)
    if passkey_with(session, credential_id) is not None or len(credential_id) > 1400:
        note_refusal(session, actor.person_id)
        return None
    passkey = Passkey(
        person_id=actor.person_id,
        credential_id=credential_id,
        public_key=verified.credential_public_key,
        sign_count=verified.sign_count,
        name=name[:80],
    )
    session.add(passkey)
    note_own(session, Verb.ADDED_PASSKEY, passkey)
    return passkey


def note_refusal(session: Session, person_id: UUID | None) -> None:
    """Whose account was tried at, where that is known; by whom, nobody knows."""
    note_about(session, Verb.REFUSED_PASSKEY, person_id)


def person_by_passkey(
    session: Session,
    party: Party,
    answered: Answered,
    purpose: PendingFor,
    actor: Actor,
) -> Person | None:
    """Whose passkey answered what this browser was asked; once. Null where it did not."""
    at = datetime.now(UTC)
    login_id = bound_login(actor, purpose)
    pending = pending_in(session, answered.secret, purpose, at, login_id)
    if pending is None:
        return None
    settle(session, pending, at)
    passkey = answering(session, party, pending, answered.credential)
    theirs = login_id is None or (passkey and passkey.person_id == actor.person_id)
    if passkey is None or not theirs:
        owner_id = owner_of(session, answered.credential)
        note_refusal(session, pending.person_id or owner_id)
        return None
    passkey.last_used_at = at
    session.add(passkey)
    person = session.get_one(Person, passkey.person_id)
    if person.disabled_at:
        note_refusal(session, person.id)
        return None
    return person


def owner_of(session: Session, credential: str) -> UUID | None:
    """Of the passkey an answer names, whether or not it was right."""
    try:
        sent = parse_authentication_credential_json(credential)
    except (WebAuthnException, ValueError):
        return None
    passkey = passkey_with(session, sent.id)
    return passkey.person_id if passkey else None


def answering(
    session: Session, party: Party, pending: PendingSignIn, credential: str
) -> Passkey | None:
    try:
        sent = parse_authentication_credential_json(credential)
        passkey = passkey_with(session, sent.id)
        if passkey is None or sent.response.user_handle != passkey.person_id.bytes:
            return None
        verified = verify_authentication_response(
            credential=sent,
            expected_challenge=base64url_to_bytes(pending.challenge),
            expected_rp_id=party.id,
            expected_origin=party.origin,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError):
        return None
    passkey.sign_count = verified.new_sign_count
    return passkey


def passkey_with(session: Session, credential_id: str) -> Passkey | None:
    return session.exec(
        select(Passkey).where(Passkey.credential_id == credential_id).with_for_update()
    ).first()


def rename_passkey(session: Session, passkey: Passkey, name: str) -> None:
    passkey.name = name
    session.add(passkey)


def remove_passkey(session: Session, passkey: Passkey) -> None:
    """A key that no longer opens anything is not worth keeping."""
    note_own(session, Verb.REMOVED_PASSKEY, passkey)
    session.delete(passkey)
