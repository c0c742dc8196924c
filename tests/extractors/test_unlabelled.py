"""Section 四 on its side, and in several tables."""

from extractors.documents import read_document
from extractors.tables.read import TablesReading, read_tables
from tests.extractors import shapes


def read(text: str) -> TablesReading:
    return read_tables(list(enumerate(read_document(text.encode()).blocks)))


def test_turned_table_that_lacks_a_column_gives_the_others():
    sample = shapes.Sample("cn_2021", 1, distinct=True)
    markup = shapes.html_turned_review(sample)
    last = markup.rindex("<tr><td>总计</td>")
    reading = read(markup[:last] + markup[markup.index("</tr>", last) + 5 :])
    printed = [value for key, value in sample.truth.items() if key[0] == "t4_review_litigation"]
    assert list(reading.tables["t4_review_litigation"]["cases"].values()) == printed[:-1]
    assert "table.incomplete" in [finding.code for finding in reading.findings]


def test_three_tables_print_one_row():
    sample = shapes.Sample("cn_2019", 1, distinct=True)
    reading = read(shapes.html_three_reviews(sample))
    printed = [value for key, value in sample.truth.items() if key[0] == "t4_review_litigation"]
    assert list(reading.tables["t4_review_litigation"]["cases"].values()) == printed


def test_picture_in_a_cell_leaves_it_empty_and_its_neighbours_in_place():
    sample = shapes.Sample("cn_2021", 1, distinct=True)
    markup = shapes.html_plain(sample).replace("<td>120</td>", "<td><img src=120.png></td>")
    found = read(markup).tables["t3_requests"]["carried_in"]
    assert [found[key] for key in ("legal_business", "legal_research", "legal_welfare")] == [119, None, 121]
