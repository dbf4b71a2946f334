"""The athlete's data: bringing it in, what came of it, tokens, deleting everything."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from spotter.athletes import accounts, tokens
from spotter.athletes import service as athletes
from spotter.athletes.principal import Principal
from spotter.bootstrap import Container
from spotter.intake import looking, removal, taking
from spotter.intake import service as intake
from spotter.intake.kept import kept_files
from spotter.intake.oura import connection
from spotter.intake.plain.columns import LAYOUTS
from spotter.kit.errors import BadInput, Conflict, NotAllowed, NotFound, SpotterError
from spotter.store.uow import UnitOfWork
from spotter.web import columns, render
from spotter.web.api import imports as api
from spotter.web.api.auth import Box
from spotter.web.api.exports import everything_file
from spotter.web.api.imports import hand_in, hand_in_look, look, upload_folder
from spotter.web.columns import Asked, layout_of
from spotter.web.signin import (
    Me,
    MyForm,
    address_of,
    close_for,
    first,
    require_csrf,
    visitor_of,
)
from spotter.web.uploads import Upload, receive
from spotter.web.view import suggested
from spotter.web.view.imports import looked, shown

router = APIRouter()
# Imports on one page: a phone that sends its data every hour makes thousands of them.
PAGE = 10
_MOST_PAGES = 10_000
_NUMBER = re.compile(r"[1-9]\d{0,3}")


@router.get("/data")
def data(
    request: Request, box: Box, me: Me, page: Annotated[int, Query(ge=1, le=_MOST_PAGES)] = 1
) -> Response:
    """Show imports, the newest first and `PAGE` at a time, tokens and the way out."""
    return _page(request, box, me, page=page)


def _page(
    request: Request,
    box: Container,
    me: Principal,
    *,
    page: int = 1,
    error: str = "",
    preview: Mapping[str, Any] | None = None,
    table: str = "",
    asked: Sequence[Asked] = (),
    new_token: str = "",
    password_error: str = "",
    status: int = 200,
) -> Response:
    with box.uow.reading() as uow:
        # One more than is shown: whether there are older ones.
        imports = intake.imports_page(uow, me.athlete_id, (page - 1) * PAGE, PAGE + 1)
        known = tokens.list_tokens(uow, me)
        athlete = athletes.get(uow, me.athlete_id)
        offered = taking.suggestions(uow, me.athlete_id)
        files = kept_files(uow, me.athlete_id)
    context = {
        "imports": [shown(each, box.clock()) for each in imports[:PAGE]],
        "page": page,
        "more": len(imports) > PAGE,
        "tokens": known,
        "suggested": suggested.shown(offered, imperial=athlete.profile.imperial),
        "keeps": athlete.keep_raw_file,
        "files": files,
        "limit": box.settings.max_upload_mb * 1_000_000,
        "error": error,
        "preview": preview,
        "table": table,
        "columns": asked,
        "table_layout": layout_of(asked),
        "layouts": LAYOUTS,
        "new_token": new_token,
        "password_error": password_error,
        "password_changed": request.query_params.get("password") == "changed",
    }
    return render.page(request, "data.html", context, visitor=visitor_of(request), status=status)


@router.post("/imports")
async def bring_in(request: Request, box: Box, me: Me) -> Response:
    """Take a file; the work goes on in the background."""
    upload = await _uploaded(request, box, me)
    if isinstance(upload, Response):
        return upload
    if asked := await asyncio.to_thread(columns.unknown, upload):
        return _ask(request, box, me, upload, asked)
    await asyncio.to_thread(hand_in, request, box, me.athlete_id, upload)
    return RedirectResponse("/data#imports", 303)


@router.post("/imports/look")
async def look_first(request: Request, box: Box, me: Me) -> Response:
    """Show what a file would bring; nothing of it is kept."""
    upload = await _uploaded(request, box, me)
    if isinstance(upload, Response):
        return upload
    if asked := await asyncio.to_thread(columns.unknown, upload):
        return _ask(request, box, me, upload, asked)
    if upload.size_bytes > api.LOOK_AT_ONCE_BYTES:
        found = await asyncio.to_thread(hand_in_look, box, me.athlete_id, upload)
        return RedirectResponse(f"/data#import-{found.id}", 303)
    try:
        report = await asyncio.to_thread(look, box, me.athlete_id, upload)
    except SpotterError as error:
        return _page(request, box, me, error=error.message, status=error.status)
    return _page(request, box, me, preview=looked(upload.name, report))


def _ask(
    request: Request, box: Container, me: Principal, upload: Upload, asked: Sequence[Asked]
) -> Response:
    """Return the page that asks what the columns of a table are; the file goes again."""
    upload.discard()
    words = f"{upload.name} is a table that Spotter does not know. Say below what its columns are."
    return _page(request, box, me, error=words, table=upload.name, asked=asked, status=422)


async def _uploaded(request: Request, box: Container, me: Principal) -> Upload | Response:
    """Return the file of a form, or the page that says why there is none; raises `NotAllowed`."""
    try:
        me.need_own("its data")
        upload = await receive(request, upload_folder(box), _limit(box))
    except SpotterError as error:
        return _page(request, box, me, error=error.message, status=error.status)
    try:
        require_csrf(request, visitor_of(request).csrf, upload.fields.get("csrf", ""))
    except NotAllowed:
        upload.discard()
        raise
    said = await asyncio.to_thread(columns.again, upload)
    try:
        return await asyncio.to_thread(columns.named, upload)
    except SpotterError as error:
        return _page(
            request,
            box,
            me,
            error=error.message,
            table=upload.name,
            asked=said,
            status=error.status,
        )


def _limit(box: Container) -> int:
    return box.settings.max_upload_mb * 1_000_000


@router.post("/imports/{import_id}/bring")
def bring_looked(request: Request, import_id: str, box: Box, me: Me, form: MyForm) -> Response:
    """Bring in a file that was only looked at."""
    return _change(request, box, me, looking.bring_looked, import_id)


@router.post("/imports/{import_id}/remove")
def take_back(request: Request, import_id: str, box: Box, me: Me, form: MyForm) -> Response:
    """Take an import back with all that it brought."""
    page = first(form, "page")
    back = f"?page={int(page)}" if _NUMBER.fullmatch(page) else ""
    return _change(request, box, me, removal.request_removal, import_id, back=back)


def _change(
    request: Request,
    box: Container,
    me: Principal,
    change: Callable[[UnitOfWork, str, str, datetime], object],
    import_id: str,
    *,
    back: str = "",
) -> Response:
    """Do `change` to the import, then show the imports, of the page that `back` asks for; a
    conflict is told on the page."""
    me.need_own("its data")
    try:
        with box.uow() as uow:
            change(uow, me.athlete_id, import_id, box.clock())
            uow.commit()
    except Conflict as error:
        return _page(request, box, me, error=error.message, status=error.status)
    return RedirectResponse(f"/data{back}#imports", 303)


@router.get("/imports/{import_id}/status")
def status(request: Request, import_id: str, box: Box, me: Me) -> Response:
    """Show one import as it stands, for a page that asks again; nothing once it is gone."""
    try:
        with box.uow.reading() as uow:
            item = shown(intake.get_import(uow, me.athlete_id, import_id), box.clock())
    except NotFound:
        return HTMLResponse("")
    return render.page(request, "parts/import.html", {"item": item}, visitor=visitor_of(request))


@router.post("/tokens")
def make_token(request: Request, box: Box, me: Me, form: MyForm) -> Response:
    """Make a token and show it this once."""
    if me.role == "sample":
        raise NotAllowed("The sample athlete has no tokens; set up your own account.")
    try:
        with box.uow() as uow:
            account = uow.accounts.of_athlete(me.athlete_id)
            made = tokens.create_token(
                uow, account, first(form, "token_name"), form.get("scopes", []), box.clock()
            )
            uow.commit()
    except BadInput as error:
        return _page(request, box, me, error=error.message, status=422)
    return _page(request, box, me, new_token=made.secret, status=201)


@router.post("/tokens/{token_id}/revoke")
def revoke(token_id: str, box: Box, me: Me, form: MyForm) -> Response:
    """Revoke a token."""
    with box.uow() as uow:
        tokens.revoke_token(uow, me, token_id, box.clock())
        uow.commit()
    return RedirectResponse("/data#tokens", 303)


@router.post("/data/password")
def change_password(request: Request, box: Box, me: Me, form: MyForm) -> Response:
    """Change the password; every other browser is signed out."""
    current, new = (form.get(name, [""])[0] for name in ("current_password", "new_password"))
    try:
        accounts.change_password(
            box.uow, me, current, new, address=address_of(request), now=box.clock()
        )
    except SpotterError as error:
        return _page(request, box, me, password_error=error.message, status=error.status)
    return RedirectResponse("/data?password=changed#password", 303)


@router.get("/data/everything.zip")
def take_everything(box: Box, me: Me) -> Response:
    """Give all that is kept of the athlete as a file to keep."""
    return everything_file(box, me.athlete_id)


@router.post("/data/delete")
def delete_everything(request: Request, box: Box, me: Me, form: MyForm) -> Response:
    """Delete the account and everything of it, after the password was given again."""
    try:
        accounts.prove(
            box.uow, me.name, form.get("password", [""])[0], address_of(request), box.clock()
        )
    except SpotterError as error:
        return _page(request, box, me, error=error.message, status=error.status)
    # Before everything that knows of it is gone; where Oura does not hear, the person is told.
    told = connection.disconnect(box.uow, box.oura, me.athlete_id)
    with box.uow() as uow:
        athletes.delete(uow, me.athlete_id, box.clock())
        uow.commit()
    response = RedirectResponse("/" if told else "/login?left=oura", 303)
    close_for(response)
    return response
