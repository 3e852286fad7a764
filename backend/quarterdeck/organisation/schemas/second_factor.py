"""A second factor beside the password."""

from typing import Annotated

from pydantic import ConfigDict, Field

from quarterdeck.core.http import Input, Output
from quarterdeck.organisation.schemas.session import PasswordText

Code = Annotated[str, Field(min_length=1, max_length=40)]


class SecondFactorRead(Output):
    """One's own second factor. `possible`: one signs in with a password, so that one can have one."""

    possible: bool
    active: bool
    recovery_codes_left: int


class SecondFactorBegin(Input):
    """The password again: whoever finds an open session must not lock its owner out."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"password": "correct horse battery"}]})

    password: PasswordText


class SecondFactorMade(Output):
    """A secret for an authenticator app, told this once: to type, as an address, and as a picture of that.

    `picture`: the dark modules of a QR code as the path of an SVG, `picture_size` units wide and high with its margin.
    """

    secret: str
    address: str
    picture: str
    picture_size: int


class SecondFactorConfirm(Input):
    model_config = ConfigDict(json_schema_extra={"examples": [{"code": "123456"}]})

    code: Code


class SecondFactorProof(Input):
    """The password, and a code of the app or a recovery code."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"password": "correct horse battery", "code": "123456"}]})

    password: PasswordText
    code: Code


class RecoveryCodesMade(Output):
    """Codes that stand in once each for the app, told this once: they are stored nowhere."""

    recovery_codes: list[str]
