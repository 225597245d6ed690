package io.malmoi.datasets.cleaning;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Removes web addresses: {@code http://…}, {@code https://…}, {@code ftp://…} and {@code www.…}, up to the first character that is no ASCII. */
public final class Urls implements TextStep {
    private static final String CHARACTERS = "[\\w.~:/?#\\[\\]@!$&'()*+,;=%-]";
    private static final Pattern URL = Pattern.compile(
            "(?:(?:https?|ftp)://|www\\.(?=\\w))" + CHARACTERS + "*[\\w/=&#%~+-]", Pattern.CASE_INSENSITIVE);

    @Override
    public String name() {
        return "urls";
    }

    @Override
    public String clean(String text) {
        if (!text.contains("://") && !text.contains("www.") && !text.contains("WWW.")) {
            return text;
        }
        Matcher url = URL.matcher(text);
        return url.find() ? url.replaceAll("") : text;
    }
}
