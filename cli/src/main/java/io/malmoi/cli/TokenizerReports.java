package io.malmoi.cli;

import io.malmoi.cli.client.Names;
import io.malmoi.cli.terminal.Format;
import io.malmoi.cli.terminal.Table;
import io.malmoi.v1.TokenizerReport;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reports on tokenizers side by side. */
final class TokenizerReports {
    private TokenizerReports() {}

    static List<String> lines(List<TokenizerReport> reports) {
        Table table =
                new Table(Stream.concat(Stream.of(""), reports.stream().map(report -> Names.id(report.getTokenizer())))
                        .toArray(String[]::new));
        row(table, "bytes a token", reports, it -> Format.decimal(it.getBytesPerToken(), 3));
        row(table, "tokens an eojeol", reports, it -> Format.decimal(it.getTokensPerEojeol(), 3));
        row(table, "tokens", reports, it -> Format.count(it.getTokens()));
        row(table, "eojeols", reports, it -> Format.count(it.getEojeols()));
        row(table, "bytes", reports, it -> Format.count(it.getBytes()));
        row(
                table,
                "vocabulary used",
                reports,
                it -> Format.count(it.getUsedTokens()) + " (" + Format.decimal(100 * it.getUsedShare(), 1) + " %)");
        row(table, "unknown tokens", reports, it -> Format.count(it.getUnknownTokens()));
        row(
                table,
                "lines given back",
                reports,
                it -> Format.count(it.getLines() - it.getChangedLines()) + " of " + Format.count(it.getLines()));
        List<String> lines = new ArrayList<>(table.lines());
        for (TokenizerReport report : reports) {
            String name = Names.id(report.getTokenizer());
            lines.add(name + ", longest:       " + tokens(report.getLongestTokensList()));
            lines.add(name + ", most frequent: " + tokens(report.getMostFrequentTokensList()));
            lines.add(name + ", rarest:        " + tokens(report.getRarestTokensList()));
            if (report.getChangedLines() > 0) {
                lines.add(name + ", first line not given back: " + shown(report.getFirstChangedLine()));
            }
        }
        return lines;
    }

    private static void row(
            Table table, String heading, List<TokenizerReport> reports, Function<TokenizerReport, String> cell) {
        table.add(Stream.concat(Stream.of(heading), reports.stream().map(cell)).toArray(String[]::new));
    }

    private static String tokens(List<TokenizerReport.TokenCount> tokens) {
        return tokens.stream()
                .limit(10)
                .map(token -> "[" + shown(token.getToken()) + "]")
                .collect(Collectors.joining(" "));
    }

    static String shown(String text) {
        return text.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t");
    }
}
