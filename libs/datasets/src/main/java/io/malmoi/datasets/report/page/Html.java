package io.malmoi.datasets.report.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** A page under way. What is text is escaped; what is markup is written here. */
final class Html {
    private static final String STYLE = style();

    private final StringBuilder content = new StringBuilder(1 << 16);

    /** A page of this title. */
    Html(String title) {
        content.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append(
                        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>")
                .append(escape(title))
                .append("</title>\n<style>\n")
                .append(STYLE)
                .append("</style>\n</head>\n<body>\n");
    }

    private static String style() {
        try (InputStream css = Html.class.getResourceAsStream("page.css")) {
            return new String(css.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Text as it is, without what markup is made of. Control characters, which a page must not have, become U+FFFD. */
    static String escape(String text) {
        var escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            switch (character) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                case '\n', '\t' -> escaped.append(character);
                default -> escaped.append(character < ' ' || character == 0x7f ? '\ufffd' : character);
            }
        }
        return escaped.toString();
    }

    /** A number: {@code 12,345}. */
    static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** A number with one decimal: {@code 12.3}. */
    static String decimal(double value) {
        return String.format(Locale.ROOT, "%,.1f", value);
    }

    /** A share, 0 to 1, in per cent. */
    static String percent(double share) {
        if (share > 0 && share < 0.0001) {
            return "< 0.01 %";
        }
        return String.format(Locale.ROOT, share > 0 && share < 0.01 ? "%.2f %%" : "%.1f %%", 100 * share);
    }

    /** Markup, as it is. */
    Html raw(String markup) {
        content.append(markup).append('\n');
        return this;
    }

    /** An element with text. */
    Html element(String name, String text) {
        return raw("<" + name + ">" + escape(text) + "</" + name + ">");
    }

    /** An element of a class with text. */
    Html element(String name, String className, String text) {
        return raw("<" + name + " class=\"" + className + "\">" + escape(text) + "</" + name + ">");
    }

    /** The beginning of a table. */
    Html table(List<String> columns) {
        raw("<div class=\"scroll\"><table><thead><tr>");
        columns.forEach(column -> {
            boolean number = column.startsWith("#");
            raw("<th" + (number ? " class=\"number\"" : "") + ">" + escape(number ? column.substring(1) : column)
                    + "</th>");
        });
        return raw("</tr></thead><tbody>");
    }

    /** The end of a table. */
    Html endTable() {
        return raw("</tbody></table></div>");
    }

    /** A row of cells, made by {@link #text}, {@link #count} and {@link #bar}. */
    Html row(String... cells) {
        return raw("<tr>" + String.join("", cells) + "</tr>");
    }

    static String text(String text) {
        return "<td class=\"text\">" + escape(text) + "</td>";
    }

    /** A word that is not broken. */
    static String name(String name) {
        return "<td class=\"name\">" + escape(name) + "</td>";
    }

    static String count(long value) {
        return "<td class=\"number\">" + number(value) + "</td>";
    }

    static String cell(String number) {
        return "<td class=\"number\">" + escape(number) + "</td>";
    }

    /** A bar as long as the share, 0 to 1. */
    static String bar(double share) {
        return String.format(
                Locale.ROOT,
                "<td class=\"share\"><span class=\"bar\" style=\"width:%.1f%%\"></span></td>",
                100 * Math.min(1, Math.max(0, share)));
    }

    /** Numbers in tiles: names and values in turn. */
    Html tiles(List<String> namesAndValues) {
        raw("<div class=\"tiles\">");
        for (int i = 0; i < namesAndValues.size(); i += 2) {
            raw("<div class=\"tile\"><span class=\"quiet\">" + escape(namesAndValues.get(i)) + "</span><b>"
                    + escape(namesAndValues.get(i + 1)) + "</b></div>");
        }
        return raw("</div>");
    }

    /** The whole page. */
    String finish() {
        return raw("</body>\n</html>").content.toString();
    }
}
