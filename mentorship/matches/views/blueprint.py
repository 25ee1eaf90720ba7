"""The blueprint on which every page of matches stands."""

from flask import Blueprint

views = Blueprint("matches", __name__)
