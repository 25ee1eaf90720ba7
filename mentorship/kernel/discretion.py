"""Words that would tell a stranger what this is, and the check that keeps them out of sight.

They may stand in the body of a page; never in a title, an address, a file name, a mail or a
calendar. Those of every language count in each: who looks over a shoulder may speak any of them.
"""

import re
import unicodedata

_ENGLISH = """
    abuse abuser abused abusive addiction assault brothel coercion counselling counseling crisis
    exploitation exploited escape escort exit exiting grooming harm mentee mentees mentor mentors
    mentoring match matching matches pimp prostitute prostitution rape recovery refuge rehab rescue
    safe safety sex sexual sexwork shelter survivor survivors survive therapy trafficker trafficked
    trafficking trauma victim victims violence violent
    """
_SPANISH = """
    abuso abusos abusador abusadora abusada abusado adicción adicciones agresión agresiones agresor
    agresora albergue burdel coacción explotación explotada explotado maltrato maltratada maltratado
    mentora mentores mentoras mentoría prostíbulo prostituta prostitutas prostituto prostitución
    proxeneta puta putas puto refugio rehabilitación rescate sexo sobreviviente sobrevivientes
    superviviente supervivientes terapia trata tratante traumas víctima víctimas violación violada
    violado violencia violento violenta
    """
_ARABIC = """
    إدمان أزمة إساءة استغلال اعتداء اغتصاب إنقاذ بغاء تحرش تعافي تعاف جنس جنسي جنسية دعارة صدمة
    ضحية ضحايا عاهرة عنف عنيف قواد قوادة مأوى ملجأ مرشد مرشدة معتد معتدي ناج ناجي ناجية
    ناجون ناجين ناجيات اتجار هروب
    """
_MARKS = "\u0300-\u036f\u0640\u064b-\u065f\u0670"
_WORD = re.compile(rf"(?:[^\W\d_]|[{_MARKS}])+")
# "And", "with", "for" and the article are written onto an Arabic word.
_BEFORE = re.compile("^[وف]?(?:لل|[بك]?ال|[بكل])?")


def _folded(word: str) -> str:
    """Give a word without case, accents and signs for vowels, as hurried hands type it."""
    return re.sub(f"[{_MARKS}]", "", unicodedata.normalize("NFKD", word.casefold()))


TELLTALE = frozenset(_folded(word) for word in (_ENGLISH + _SPANISH + _ARABIC).split())


def telltale_words(text: str) -> list[str]:
    """List the words of `text` that would tell."""
    words = set(_WORD.findall(unicodedata.normalize("NFKC", text).casefold()))
    return sorted(word for word in words if _tells(_folded(word)))


def _tells(word: str) -> bool:
    return word in TELLTALE or _BEFORE.sub("", word) in TELLTALE
