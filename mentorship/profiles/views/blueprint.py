"""The blueprint on which every page of profiles stands."""

from flask import Blueprint

views = Blueprint("profiles", __name__)
