package io.malmoi.datasets.cleaning;

import java.util.regex.Pattern;
import org.jsoup.parser.Parser;

/**
 * Removes what is left of HTML: comments, scripts and styles with their content, and tags of HTML's elements, those that
 * end a line giving a line break; and resolves character references ({@code &amp;}, {@code &#54620;}), also those that lack
 * their semicolon ({@code &lt}), where browsers do so in attributes, so that addresses with {@code &copy=} stay as they are. Other
 * things in angle brackets stay, such as the titles of works.
 */
public final class Html implements TextStep {
    private static final int LONGEST_REFERENCE = 34;
    /** Those that people leave the semicolon off; a browser knows about a hundred more, none of which is seen in prose. */
    private static final Pattern ENDS_ITSELF = Pattern.compile("&(lt|gt|amp|quot|nbsp|#[0-9]+|#[xX][0-9a-fA-F]+)");

    @Override
    public String name() {
        return "html";
    }

    @Override
    public String clean(String text) {
        int first = firstResidue(text, 0);
        if (first < 0) {
            return text;
        }
        var clean = new StringBuilder(text.length());
        int copied = 0;
        int at = first;
        while (at >= 0) {
            int end = text.charAt(at) == '<' ? HtmlTag.end(text, at) : referenceEnd(text, at);
            if (end > at) {
                clean.append(text, copied, at);
                clean.append(text.charAt(at) == '<' ? HtmlTag.replacement(text, at) : resolve(text.substring(at, end)));
                copied = end;
            }
            at = firstResidue(text, Math.max(end, at + 1));
        }
        return copied == 0 ? text : clean.append(text, copied, text.length()).toString();
    }

    private static int firstResidue(String text, int from) {
        int tag = text.indexOf('<', from);
        int reference = text.indexOf('&', from);
        return tag < 0 || reference >= 0 && reference < tag ? reference : tag;
    }

    /** Where a character reference ends that begins here; -1 if none does, or it stands for nothing. */
    private static int referenceEnd(String text, int at) {
        int end = at + 1;
        while (end < text.length() && end - at < LONGEST_REFERENCE && isReferenceCharacter(text.charAt(end))) {
            end++;
        }
        char next = end < text.length() ? text.charAt(end) : ' ';
        if ("=-_".indexOf(next) >= 0) {
            return -1;
        }
        String reference = text.substring(at, next == ';' ? end + 1 : end);
        boolean stands = next == ';' || ENDS_ITSELF.matcher(reference).matches();
        return stands && !resolve(reference).equals(reference) ? at + reference.length() : -1;
    }

    private static boolean isReferenceCharacter(char character) {
        return character == '#'
                || character >= '0' && character <= '9'
                || character >= 'a' && character <= 'z'
                || character >= 'A' && character <= 'Z';
    }

    private static String resolve(String reference) {
        String resolved = Parser.unescapeEntities(reference, true);
        boolean broken = resolved.length() == 1 && Character.isSurrogate(resolved.charAt(0));
        return broken ? "\ufffd" : resolved;
    }
}
