"""News agencies' formats: NewsML-G2, NITF, NewsML 1 and ninjs, with their pictures, packages and recalls."""

from __future__ import annotations

import json
import socket

import pytest

from onrecord.clean import clean
from onrecord.model import RawDocument, Rejected
from onrecord.project import Project
from onrecord.read import read


@pytest.fixture
def give(tmp_path):
    """Write a file of that name and read it, without a network."""

    def run(content, name="wire.xml"):
        (tmp_path / name).write_bytes(content.encode() if isinstance(content, str) else content)
        return list(read([str(tmp_path / name)]))

    return run


NAR = "http://iptc.org/std/nar/2006-10-01/"
NITF_BODY = (
    '<nitf xmlns="http://iptc.org/std/NITF/2006-10-18/"><body><body.content><p>The minister <em>said</em> so.</p>'
    "<media><media-caption><p>A gate.</p></media-caption></media><hl2>Later</hl2><p>She left.</p>"
    "<table><tr><td>1</td></tr></table></body.content></body></nitf>"
)
HTML_BODY = (
    '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body><div><p>The minister said so.</p>'
    "<ul><li>One.</li><li>Two.</li></ul></div>Loose words.<br/>More.</body></html>"
)


def news_item(content, *, guid="urn:newsml:wire.example:20190128:1", kind="text", status="usable", body="inlineXML"):
    return f"""<newsItem xmlns="{NAR}" guid="{guid}" version="2" xml:lang="en">
<itemMeta><itemClass qcode="ninat:{kind}"/><provider qcode="p:BNA"><name>Basin News Agency</name></provider>
<versionCreated>2019-01-28T23:30:00-02:00</versionCreated><pubStatus qcode="stat:{status}"/></itemMeta>
<contentMeta><contentCreated>2019-01-27T22:00:00Z</contentCreated><by>Ana Rocha</by>
<dateline>KARSA, Jan 28 (BNA)</dateline><language tag="en-GB"/><headline>Gates stay open</headline></contentMeta>
<contentSet><{body} contenttype="x">{content}</{body}></contentSet></newsItem>"""


def message(*items):
    inside = "".join(items)
    return f'<?xml version="1.0"?><newsMessage xmlns="{NAR}"><header/><itemSet>{inside}</itemSet></newsMessage>'


def test_newsml_g2(give):
    (found,) = give('<?xml version="1.0" encoding="UTF-8"?>' + news_item(NITF_BODY))
    assert found.format == "newsxml"
    assert found.key.endswith("#urn:newsml:wire.example:20190128:1")
    assert found.text == "KARSA, Jan 28 (BNA) — The minister said so.\n\nLater\n\nShe left."
    assert dict(found.meta) == {
        "title": "Gates stay open",
        "byline": "Ana Rocha",
        "published": "2019-01-28T23:30:00-02:00",
        "outlet": "Basin News Agency",
        "agency": "Basin News Agency",
        "language": "en-GB",
    }


def test_what_the_record_keeps_of_it(give):
    (found,) = give(news_item(NITF_BODY).replace("<headline>", "<creditline>BNA</creditline><headline>"))
    document = clean(found, Project())
    assert (document.title, document.byline, document.outlet) == ("Gates stay open", "Ana Rocha", "Basin News Agency")
    assert document.published.isoformat() == "2019-01-28"
    assert document.dateline.startswith("KARSA")
    assert ("agency", "BNA", "field:agency") in [(e.field, e.value, e.origin) for e in document.evidence]


def test_bodies_in_html_and_in_plain_text(give):
    (html,) = give(news_item(HTML_BODY))
    assert html.text.split("\n\n")[-5:] == [
        "KARSA, Jan 28 (BNA) — The minister said so.", "One.", "Two.", "Loose words.", "More.",
    ]  # fmt: skip
    (plain,) = give(news_item("The minister said so.\n\nShe left.", body="inlineData"))
    assert plain.text.endswith("— The minister said so.\n\nShe left.")


def test_a_dateline_that_the_text_has_is_not_doubled(give):
    (found,) = give(news_item("Karsa, Jan 28 (BNA) - The minister said so.", body="inlineData"))
    assert found.text == "Karsa, Jan 28 (BNA) - The minister said so."


def test_a_message_of_many_items(give):
    found = give(
        message(
            news_item(NITF_BODY, guid="a"),
            news_item("", guid="b", kind="picture"),
            news_item(NITF_BODY, guid="c", status="canceled"),
            f'<packageItem xmlns="{NAR}" guid="d"/>',
            news_item("", guid="e"),
            news_item(NITF_BODY, guid="a"),
        )
    )
    assert [f.file.partition("#")[2] for f in found] == ["a", "b", "c", "d", "e", "a~6"]
    assert [getattr(f, "reason", "read") for f in found] == [
        "read", "no-text-field", "withdrawn", "no-text-field", "no-text-field", "read",
    ]  # fmt: skip
    assert "picture" in found[1].detail
    assert "packageItem" in found[3].detail


def test_a_message_of_none(give):
    assert [f.reason for f in give(message())] == ["no-text-field"]


NITF = """<?xml version="1.0"?><!DOCTYPE nitf SYSTEM "http://wire.example/nitf-3-4.dtd">
<nitf><head><title>Short</title><docdata><doc-id id-string="n77"/><date.issue norm="20190128T233000Z"/>
<doc.copyright holder="Harbour Post"/></docdata></head><body><body.head><hedline><hl1>Gates stay open</hl1></hedline>
<byline>By <person>Ana Rocha</person>, in Karsa</byline><distributor>Basin News Agency</distributor>
<dateline><location>KARSA</location></dateline></body.head><body.content>
<block class="lead_paragraph"><p>The minister said so.</p></block>
<block class="full_text"><p>The minister&nbsp;said so.</p><p>She left.</p></block></body.content></body></nitf>"""


@pytest.mark.parametrize("name", ["x.xml", "x.nitf", "x.txt"])
def test_nitf(give, name):
    (found,) = give(NITF, name)
    assert found.text == "KARSA — The minister said so.\n\nShe left."
    assert found.key.endswith("#n77")
    assert dict(found.meta) == {
        "title": "Gates stay open",
        "byline": "Ana Rocha",
        "published": "2019-01-28T23:30:00Z",
        "outlet": "Harbour Post",
        "agency": "Basin News Agency",
    }


NEWSML1 = """<?xml version="1.0"?><NewsML><NewsItem><Identification><NewsIdentifier>
<PublicIdentifier>urn:x:1</PublicIdentifier></NewsIdentifier></Identification>
<NewsManagement><ThisRevisionCreated>20190128T233000+0200</ThisRevisionCreated></NewsManagement>
<NewsComponent><NewsLines><HeadLine>Gates stay open</HeadLine><ByLine>Ana Rocha</ByLine></NewsLines>
<AdministrativeMetadata><Provider><Party FormalName="BNA"/></Provider></AdministrativeMetadata>
<NewsComponent><DescriptiveMetadata><Language FormalName="en"/></DescriptiveMetadata>
<ContentItem><DataContent><p>The minister said so.</p><p>She left.</p></DataContent></ContentItem></NewsComponent>
<NewsComponent><ContentItem Href="a.jpg"/></NewsComponent></NewsComponent></NewsItem>
<NewsItem><Identification><NewsIdentifier><NewsItemId>pic</NewsItemId></NewsIdentifier></Identification></NewsItem>
</NewsML>"""


def test_newsml_1(give):
    article, picture = give(NEWSML1)
    assert article.text == "The minister said so.\n\nShe left."
    assert dict(article.meta) == {
        "title": "Gates stay open", "byline": "Ana Rocha", "published": "2019-01-28T23:30:00+02:00",
        "outlet": "BNA", "agency": "BNA", "language": "en",
    }  # fmt: skip
    assert (picture.reason, picture.file[-4:]) == ("no-text-field", "#pic")


NINJS = {
    "uri": "urn:wire:1",
    "type": "text",
    "versioncreated": "2019-01-28T23:30:00Z",
    "language": "en",
    "headline": "Gates stay open",
    "byline": "Ana Rocha",
    "body_text": "The minister said so.",
    "provider": "BNA",
}
NINJS3 = {
    "uri": "urn:wire:1",
    "type": "text",
    "versioncreated": "2019-01-28T23:30:00Z",
    "language": "en",
    "headlines": [{"role": "sub", "value": "No"}, {"role": "main", "value": "Gates stay open"}],
    "bylines": [{"value": "Ana Rocha"}],
    "bodies": [{"role": "caption", "value": "A gate, seen."}, {"role": "main", "value": "The minister said so."}],
    "infosources": [{"role": "provider", "name": "BNA"}],
}


@pytest.mark.parametrize("item", [NINJS, NINJS3], ids=["1", "3"])
@pytest.mark.parametrize("layout", ["one", "lines", "list"])
def test_ninjs(give, item, layout):
    text = {"one": json.dumps(item, indent=1), "lines": json.dumps(item) + "\n", "list": json.dumps([item])}[layout]
    (found,) = give(text, "x.json")
    assert found.text == "The minister said so."
    assert found.key.endswith("#urn:wire:1")
    assert dict(found.meta) == {
        "title": "Gates stay open", "byline": "Ana Rocha", "published": "2019-01-28T23:30:00Z", "language": "en",
        "agency": "BNA", "outlet": "BNA",
    }  # fmt: skip


def test_ninjs_html_is_preferred_and_marked(give):
    (found,) = give(json.dumps({**NINJS, "body_html": "<p>The minister <b>said</b> so.</p>"}), "x.json")
    assert found.meta["markup"] == "html"


def test_a_ninjs_picture_is_neither_article_nor_wanted(give):
    (found,) = give(json.dumps({"uri": "https://wire.example/p", "type": "picture", "pubstatus": "usable"}), "x.json")
    assert isinstance(found, Rejected)


def test_json_in_the_layers_of_interfaces(give):
    docs = [{"_id": "a", "_source": {"title": "T", "text": "One."}}]
    for wrapped in ({"hits": {"total": 1, "hits": docs}}, {"response": {"results": [{"id": "a", "text": "One."}]}}):
        (found,) = give(json.dumps(wrapped), "x.json")
        assert (found.text, found.key[-2:]) == ("One.", "#a")


ENTITIES = '<?xml version="1.0"?><!DOCTYPE nitf [<!ENTITY x SYSTEM "file:///etc/passwd">]><nitf><p>&x;</p></nitf>'
HOSTILE = {
    "entities": (ENTITIES, "unsafe-xml"),
    "entities in UTF-16": (ENTITIES.encode("utf-16"), "unsafe-xml"),
    "parameter entities": (ENTITIES.replace("<!ENTITY x", "<! ENTITY % x"), "unsafe-xml"),
    "deep": ("<nitf>" + "<p>" * 100_000, "broken-xml"),
    "cut": (message(news_item(NITF_BODY))[:-60], "broken-xml"),
    "huge word": ("<nitf><body><p>" + "a" * 12_000_000 + "</p></body></nitf>", "broken-xml"),
    "empty": ("<nitf><body/></nitf>", "no-text-field"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile(give, name):
    content, reason = HOSTILE[name]
    assert [f.reason for f in give(content)] == [reason]


def test_nothing_is_fetched(give, monkeypatch):
    def forbidden(*args, **kwargs):
        raise AssertionError("the network was touched")

    monkeypatch.setattr(socket, "socket", forbidden)
    remote = news_item("", body="inlineData").replace(
        "<contentSet>", '<contentSet><remoteContent href="http://wire.example/a.xml"/>'
    )
    include = NITF.replace(
        "<p>She", '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/passwd"/><p>She'
    )
    assert [f.reason for f in give(remote)] == ["no-text-field"]
    assert "root:" not in give(include)[0].text
    assert isinstance(give(NITF)[0], RawDocument)
