package io.malmoi.datasets.report.page;

import io.malmoi.datasets.cleaning.StepReport.Rejection;
import io.malmoi.datasets.report.CorpusReport;
import io.malmoi.datasets.report.CorpusReport.Step;
import io.malmoi.datasets.report.Histogram;
import io.malmoi.datasets.report.NamedCount;
import io.malmoi.datasets.report.TextReport;
import io.malmoi.datasets.report.TopNgrams;
import java.util.ArrayList;
import java.util.List;

/** The report of a corpus as a page. */
public final class CorpusPage {
    private final CorpusReport report;
    private final TextReport text;
    private final TextReport before;
    private final Html html;

    private CorpusPage(String name, CorpusReport report) {
        this.report = report;
        this.text = report.text();
        this.before = report.before();
        this.html = new Html(name);
    }

    /**
     * The page of a corpus.
     *
     * @param name of the corpus, for the title
     * @param origin where it comes from, below the title
     */
    public static String of(String name, String origin, CorpusReport report) {
        var page = new CorpusPage(name, report);
        page.html.element("h1", name).element("p", "quiet", origin);
        page.sizes();
        page.steps();
        page.lengths();
        page.languages();
        page.duplicates();
        page.ngrams();
        page.examples();
        return page.html.finish();
    }

    private void sizes() {
        List<String> tiles = new ArrayList<>(List.of(
                "documents", Html.number(text.documents()),
                "characters", Html.number(text.characters()),
                "eojeol", Html.number(text.eojeol()),
                "bytes", Html.number(text.bytes())));
        if (!report.steps().isEmpty()) {
            long read = report.steps().get(0).documentsBefore();
            tiles.addAll(List.of("documents kept", Html.percent(share(text.documents(), read))));
        }
        html.tiles(tiles);
        if (before != null) {
            html.element(
                    "p",
                    "Before cleaning: " + Html.number(before.documents()) + " documents, "
                            + Html.number(before.characters()) + " characters, " + Html.number(before.eojeol())
                            + " eojeol, " + Html.number(before.bytes()) + " bytes.");
        }
        if (report.emptyRecords() > 0 || report.malformedRecords() > 0) {
            html.element(
                    "p",
                    "Left out when read: " + Html.number(report.emptyRecords()) + " records without text, "
                            + Html.number(report.malformedRecords()) + " malformed records.");
        }
    }

    private void steps() {
        if (report.steps().isEmpty()) {
            return;
        }
        html.element("h2", "Cleaning, step by step")
                .table(List.of("step", "#documents before", "#changed", "#dropped", "#documents after"));
        for (Step step : report.steps()) {
            html.row(
                    Html.name(step.step()),
                    Html.count(step.documentsBefore()),
                    Html.count(step.changedDocuments()),
                    Html.count(step.documentsBefore() - step.documentsAfter()),
                    Html.count(step.documentsAfter()));
        }
        html.endTable();
    }

    private void lengths() {
        html.element("h2", "Length of documents");
        if (before != null) {
            html.raw("<p class=\"quiet\"><span class=\"key\"></span> this corpus &nbsp; "
                    + "<span class=\"key before\"></span> before cleaning</p>");
        }
        length("characters", text.charactersPerDocument(), before == null ? null : before.charactersPerDocument());
        length("eojeol", text.eojeolPerDocument(), before == null ? null : before.eojeolPerDocument());
    }

    private void length(String unit, Histogram.Summary summary, Histogram.Summary former) {
        html.raw("<figure>").raw(Chart.histogram(unit + " of a document", summary, former));
        html.element("figcaption", Summaries.sentence(unit, summary)).raw("</figure>");
    }

    private void languages() {
        html.raw("<div class=\"columns\"><section>").element("h2", "Languages of documents");
        shares(text.languages(), text.documents(), before == null ? null : before.languages());
        html.element("p", "quiet", "By what more than half of a document's letters are.");
        html.raw("</section><section>").element("h2", "Kinds of characters");
        shares(text.characterKinds(), text.characters(), before == null ? null : before.characterKinds());
        html.raw("</section></div>");
    }

    private void shares(List<NamedCount> counts, long total, List<NamedCount> former) {
        List<String> columns = new ArrayList<>(List.of("", "#count", "#share", ""));
        if (former != null) {
            columns.add(1, "#before");
        }
        html.table(columns);
        for (int i = 0; i < counts.size(); i++) {
            NamedCount count = counts.get(i);
            long earlier = former == null ? 0 : former.get(i).count();
            if (count.count() > 0 || earlier > 0) {
                html.row(
                        Html.name(count.name()),
                        former == null ? "" : Html.count(earlier),
                        Html.count(count.count()),
                        Html.cell(Html.percent(share(count.count(), total))),
                        Html.bar(share(count.count(), total)));
            }
        }
        html.endTable();
    }

    private void duplicates() {
        html.element("h2", "Duplicates");
        String estimate = text.repeatedShareIsEstimate() ? "About " : "";
        html.element(
                "p",
                estimate + Html.percent(text.repeatedShare()) + " of the documents are equal to an earlier one"
                        + (text.repeatedShareIsEstimate() ? ", reckoned from a sample." : "."));
        if (before != null) {
            html.element("p", "Before cleaning: " + Html.percent(before.repeatedShare()) + ".");
        }
        for (Step step : report.steps()) {
            if (step.step().endsWith("-duplicates")) {
                html.element(
                        "p",
                        step.step() + " dropped " + Html.number(step.documentsBefore() - step.documentsAfter())
                                + " documents.");
            }
        }
    }

    private void ngrams() {
        TextReport.Sample sample = text.sample();
        html.element("h2", "Most frequent runs of eojeol");
        html.element(
                "p",
                "quiet",
                sample.whole()
                        ? "Counted in all documents."
                        : "Counted in a sample of " + Html.number(sample.documents()) + " of "
                                + Html.number(text.documents()) + " documents (the beginning of long ones).");
        html.raw("<div class=\"columns\">");
        for (TopNgrams ngrams : sample.ngrams()) {
            html.raw("<section>")
                    .element("h3", ngrams.eojeol() == 1 ? "1 eojeol" : ngrams.eojeol() + " eojeol")
                    .table(List.of("run", "#count"));
            ngrams.runs().forEach(run -> html.row(Html.text(run.name()), Html.count(run.count())));
            html.endTable().raw("</section>");
        }
        html.raw("</div>");
    }

    private void examples() {
        html.element("h2", report.steps().isEmpty() ? "Examples" : "Examples of documents kept");
        text.sample().examples().forEach(example -> html.element("blockquote", example));
        if (report.steps().stream().allMatch(step -> step.rejections().isEmpty())) {
            return;
        }
        html.raw("<section class=\"drop\">").element("h2", "Examples of documents dropped");
        for (Step step : report.steps()) {
            for (Rejection rejection : step.rejections()) {
                html.element(
                        "h3",
                        step.step() + ": " + rejection.reason() + ", " + Html.number(rejection.documents())
                                + (rejection.documents() == 1 ? " document" : " documents"));
                rejection.examples().stream()
                        .filter(example -> !example.isEmpty())
                        .forEach(example -> html.element("blockquote", example));
            }
        }
        html.raw("</section>");
    }

    private static double share(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }
}
