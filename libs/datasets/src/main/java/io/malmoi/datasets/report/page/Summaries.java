package io.malmoi.datasets.report.page;

import io.malmoi.datasets.report.Histogram;

/** Histograms in words. */
final class Summaries {
    private Summaries() {}

    static String sentence(String unit, Histogram.Summary summary) {
        return "Half of the documents have at most " + Html.number(summary.median()) + " " + unit + ", 90 % at most "
                + Html.number(summary.percentile90()) + ", 99 % at most " + Html.number(summary.percentile99())
                + "; the mean is " + Html.decimal(summary.mean()) + ", the shortest has "
                + Html.number(summary.minimum()) + ", the longest " + Html.number(summary.maximum()) + ".";
    }
}
