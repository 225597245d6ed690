package io.malmoi.datasets.report.page;

import io.malmoi.datasets.report.DatasetReport;
import io.malmoi.datasets.report.DatasetReport.Coverage;
import io.malmoi.datasets.report.DatasetReport.Part;
import io.malmoi.datasets.report.DatasetReport.TopToken;
import java.util.List;
import java.util.Locale;

/** The report of a dataset as a page. */
public final class DatasetPage {
    private final DatasetReport report;
    private final Html html;

    private DatasetPage(String name, DatasetReport report) {
        this.report = report;
        this.html = new Html(name);
    }

    /**
     * The page of a dataset.
     *
     * @param name of the dataset, for the title
     * @param origin where it comes from, below the title
     */
    public static String of(String name, String origin, DatasetReport report) {
        var page = new DatasetPage(name, report);
        page.html.element("h1", name).element("p", "quiet", origin);
        page.sizes();
        page.lengths();
        page.frequencies();
        page.topTokens();
        page.examples("Examples to train on", report.train());
        page.examples("Examples to validate on", report.validation());
        return page.html.finish();
    }

    private void sizes() {
        html.tiles(List.of(
                "train tokens", Html.number(report.train().tokens()),
                "validation tokens", Html.number(report.validation().tokens()),
                "vocabulary", Html.number(report.vocabularySize()),
                "bytes a token", String.format(Locale.ROOT, "%.2f", report.bytesPerToken())));
        html.table(List.of("part", "#documents", "#tokens", "#bytes of text"));
        part("train", report.train());
        part("validation", report.validation());
        html.endTable();
    }

    private void part(String name, Part part) {
        html.row(Html.text(name), Html.count(part.documents()), Html.count(part.tokens()), Html.count(part.bytes()));
    }

    private void lengths() {
        html.element("h2", "Tokens of documents")
                .raw("<figure>")
                .raw(Chart.histogram("tokens of a document", report.tokensPerDocument(), null))
                .element("figcaption", Summaries.sentence("tokens", report.tokensPerDocument()))
                .raw("</figure>");
    }

    private void frequencies() {
        html.element("h2", "Frequency of tokens")
                .raw("<figure>")
                .raw(Chart.rankFrequency(report.frequencies()))
                .element(
                        "figcaption",
                        "Of " + Html.number(report.vocabularySize()) + " tokens, " + Html.number(report.usedTokens())
                                + " occur among the train tokens, " + Html.number(report.rareTokens())
                                + " of them fewer than ten times.")
                .raw("</figure>");
        html.table(List.of("share of the train tokens", "#made up by the most frequent", ""));
        for (Coverage coverage : report.coverage()) {
            html.row(
                    Html.text(Html.percent(coverage.share())),
                    Html.cell(Html.number(coverage.tokens()) + " tokens"),
                    Html.bar((double) coverage.tokens() / report.vocabularySize()));
        }
        html.endTable();
    }

    private void topTokens() {
        html.element("h2", "Most frequent tokens").raw("<div class=\"columns\">");
        List<TopToken> tokens = report.topTokens();
        int half = (tokens.size() + 1) / 2;
        topTokens(tokens.subList(0, half));
        topTokens(tokens.subList(half, tokens.size()));
        html.raw("</div>");
    }

    private void topTokens(List<TopToken> tokens) {
        html.raw("<section>").table(List.of("token", "#id", "#count", "#share"));
        for (TopToken token : tokens) {
            html.row(
                    Html.text(visible(token.text())),
                    Html.cell(Integer.toString(token.id())),
                    Html.count(token.count()),
                    Html.cell(
                            Html.percent((double) token.count() / report.train().tokens())));
        }
        html.endTable().raw("</section>");
    }

    private static String visible(String token) {
        return token.replace(' ', '␣').replace("\n", "⏎").replace("\t", "⇥").replace("\r", "␍");
    }

    private void examples(String title, Part part) {
        html.element("h2", title);
        part.examples().forEach(example -> html.element("blockquote", example));
    }
}
