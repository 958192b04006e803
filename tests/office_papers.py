"""Files as LibreOffice and Word's own export write them: embedded fonts, links, tabs; and a picture beyond reason."""

import io
import tempfile
import zlib
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fpdf import FPDF

from tests.paper_texts import RESUME

_MADE = datetime(2026, 11, 21, tzinfo=UTC)
_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_SIDE_PX = 60_000


def exported_pdf() -> bytes:
    """Glyph numbers instead of letters, from a font cut down to what is used, with a table of what they mean."""
    made = FPDF()
    made.set_creation_date(_MADE)
    made.set_creator("Writer")
    made.set_producer("LibreOffice 25.8")
    with tempfile.TemporaryDirectory() as folder:
        font = Path(folder) / "plain.ttf"
        font.write_bytes(_plain_font())
        made.add_font("Carlito", fname=font)
    made.add_page()
    made.set_font("Carlito", size=11)
    made.multi_cell(0, 6, RESUME)
    return bytes(made.output())


@cache
def _plain_font() -> bytes:
    """A font of boxes: what letters look like is of no matter to their meaning."""
    letters = [*range(32, 127), *map(ord, "–—’éü•")]
    names = {code: f"uni{code:04X}" for code in letters}
    pen = TTGlyphPen(None)
    pen.moveTo((50, 0))
    for corner in ((50, 700), (450, 700), (450, 0)):
        pen.lineTo(corner)
    pen.closePath()
    box = pen.glyph()
    order = [".notdef", *names.values()]
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap(names)
    builder.setupGlyf(dict.fromkeys(order, box))
    builder.setupHorizontalMetrics(dict.fromkeys(order, (500, 50)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Carlito", "styleName": "Regular"})
    builder.setupOS2(sTypoAscender=800, usWinAscent=800, usWinDescent=200)
    builder.setupPost()
    file = io.BytesIO()
    builder.save(file)
    return file.getvalue()


def docx_with_links_and_tabs() -> bytes:
    """Dates set to the right by a tab, addresses as links, a page break, fields, and bookmarks all over."""
    made = docx.Document()
    made.add_paragraph("Maya Okafor")
    link = made.part.relate_to("mailto:maya@example.org", RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    _add(made, f'<w:hyperlink r:id="{link}"><w:r><w:t>maya@example.org</w:t></w:r></w:hyperlink>')
    made.add_paragraph("Experience")
    _add(
        made,
        '<w:bookmarkStart w:id="0" w:name="_x"/><w:r><w:t>Senior Data Analyst, Lumen Freight</w:t></w:r>'
        '<w:r><w:tab/></w:r><w:r><w:t>2021 - 2024</w:t></w:r><w:bookmarkEnd w:id="0"/>',
    )
    made.add_paragraph("Cut report preparation from two days to forty minutes", style="List Bullet")
    made.add_page_break()
    made.add_paragraph("Skills")
    made.add_paragraph("SQL, Python, Tableau")
    _add(made, '<w:fldSimple w:instr="PAGE"><w:r><w:t>2</w:t></w:r></w:fldSimple>')
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def _add(document: docx.document.Document, inside: str) -> None:
    document.element.body.insert(-1, parse_xml(f"<w:p {_NAMESPACES}>{inside}</w:p>"))


def huge_picture_pdf() -> bytes:
    """One page with a picture of 3.6 gigapixels, in a few hundred kilobytes. Nobody may unpack it."""
    packer = zlib.compressobj(9)
    row = bytes(_SIDE_PX // 8)
    packed = b"".join([*(packer.compress(row) for _ in range(_SIDE_PX)), packer.flush()])
    return _picture_page(packed, _SIDE_PX)


def _picture_page(picture: bytes, side_px: int) -> bytes:
    shown = b"q 595 0 0 842 0 0 cm /P Do Q"
    about = f"/Type/XObject/Subtype/Image/Width {side_px}/Height {side_px}/ColorSpace/DeviceGray/BitsPerComponent 1"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</P 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(shown), shown),
        b"<<%s/Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (about.encode(), len(picture), picture),
    ]
    return pdf_of_objects(objects)


def pdf_of_objects(objects: Sequence[bytes]) -> bytes:
    """The file around numbered objects, of which the first is the catalogue."""
    made, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(made))
        made += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    start = len(made)
    made += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode() + table
    return made + f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF".encode()
