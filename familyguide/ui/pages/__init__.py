"""One module per page of the guide; pages never import each other."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from familyguide.guide import load_msgspec

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from familyguide.services.navigation import Route
    from familyguide.ui.context import Context
    from familyguide.ui.pages.base import Page

# Pages by their name in a Route: the module and the class, loaded when first opened (Home stands at once).
PAGES = {
    "home": ("home", "HomePage"),
    "talk": ("talk", "TalkPage"),
    "conversation": ("talk", "ConversationPage"),
    "settings": ("settings", "SettingsPage"),
    "checklist": ("settings", "ChecklistPage"),
    "signs": ("signs", "SignsPage"),
    "todo": ("todo", "TodoPage"),
    "plan": ("todo", "PlanPage"),
    "help": ("help", "HelpPage"),
    "understand": ("understand", "UnderstandPage"),
    "article": ("understand", "ArticlePage"),
    "agreement": ("agreement", "AgreementPage"),
    "country": ("country", "CountryPage"),
    "family": ("family", "FamilyPage"),
    "print": ("printing", "PrintPage"),
    "session": ("session", "session_page"),
    "fill": ("filling", "FillPage"),
    "papers": ("papers", "PapersPage"),
    "easy": ("easy", "EasyPage"),
    "changes": ("changes", "ChangesPage"),
    "keyboard": ("keyboard", "KeyboardPage"),
    "tongues": ("tongues", "TonguesPage"),
}


def page_of(context: Context, route: Route, parent: QWidget | None) -> Page:
    """Make the page of a route; KeyError for a page there is none of, or an item that is not held."""
    module, name = PAGES[route.page]
    if module != "home":
        load_msgspec()
    made = getattr(import_module(f"familyguide.ui.pages.{module}"), name)
    page: Page = made(context, route, parent)
    return page
