package io.malmoi.datasets.structuring;

import io.malmoi.datasets.documents.Sentences;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What can be made of the text of a field. */
enum Filter {
    /** The first so many sentences, without contacts. */
    SUMMARY(2, (text, count) -> join(sentences(body(text)), count, " ")),
    /** The first so many things to do: its list items or, where there are none, its sentences that ask for something. */
    CHECKLIST(5, (text, count) -> checklist(text, count)),
    /** Its lines of contacts: {@code TEL:}, {@code WEB:}, {@code ADDR:}, {@code KAKAO:}, as the cleaning step {@code labels} writes them. */
    CONTACTS(20, (text, count) -> contacts(text, count)),
    /** All but its contacts. */
    BODY(0, (text, none) -> body(text)),
    /** Its first line or, if that is longer than so many characters, its first sentence. */
    TITLE(80, (text, longest) -> title(text, longest)),
    /** In one line. */
    LINE(0, (text, none) -> text.strip().replaceAll("\\s+", " "));

    private static final Pattern CONTACT = Pattern.compile("(?:TEL|WEB|ADDR|KAKAO):[ \\t]*[^\\n|]*[^\\n|\\s]");
    private static final Pattern ITEM = Pattern.compile("(?:[-*•·▶■□▪○●◦◆☆★※✓✔]|\\(?\\d{1,2}[.)])\\s+(\\S.*)");
    private static final Pattern REQUEST = Pattern.compile("(?:하세요|하십시오|십시오|바랍니다|해야|하여야|주세요|확인|준비|제출|신청|지참|문의)");

    private final int usual;
    private final BiFunction<String, Integer, String> work;

    Filter(int usual, BiFunction<String, Integer, String> work) {
        this.usual = usual;
        this.work = work;
    }

    /**
     * A filter with its number.
     *
     * @param number of sentences, items, lines or characters
     */
    record Call(Filter filter, int number) {
        String apply(String text) {
            return filter.work.apply(text, number);
        }
    }

    /** Reads {@code summary} or {@code summary 3}. */
    static Call read(String call, String place) {
        String[] words = call.strip().split("\\s+");
        for (Filter filter : values()) {
            if (filter.label().equals(words[0])) {
                return new Call(filter, words.length == 1 ? filter.usual : number(words, call, place));
            }
        }
        throw new TemplateException(place + ": there is no filter '" + words[0] + "'; there are "
                + Arrays.stream(values()).map(Filter::label).collect(Collectors.joining(", ")));
    }

    private static int number(String[] words, String call, String place) {
        if (words.length == 2 && words[1].matches("[1-9]\\d{0,3}")) {
            return Integer.parseInt(words[1]);
        }
        throw new TemplateException(place + ": '" + call.strip()
                + "' must be a filter and perhaps a number from 1 to 9,999, such as 'summary 3'");
    }

    private String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static String checklist(String text, int count) {
        String body = body(text);
        List<String> items = new ArrayList<>();
        for (String line : body.split("\n")) {
            var item = ITEM.matcher(line.strip());
            if (item.matches()) {
                items.add(item.group(1).strip());
            }
        }
        if (items.isEmpty()) {
            sentences(body).stream()
                    .filter(sentence -> REQUEST.matcher(sentence).find())
                    .forEach(items::add);
        }
        return join(items.stream().map(item -> "- " + item).toList(), count, "\n");
    }

    private static String contacts(String text, int count) {
        List<String> contacts = CONTACT.matcher(text)
                .results()
                .map(contact -> "- " + contact.group().strip())
                .distinct()
                .toList();
        return join(contacts, count, "\n");
    }

    private static String body(String text) {
        if (!CONTACT.matcher(text).find()) {
            return text;
        }
        return text.lines()
                .map(line -> CONTACT.matcher(line).find()
                        ? CONTACT.matcher(line).replaceAll("").replaceAll("[|\\s]+$|^[|\\s]+", "")
                        : line)
                .collect(Collectors.joining("\n"))
                .replaceAll("\n{3,}", "\n\n")
                .strip();
    }

    private static String title(String text, int longest) {
        String first = text.strip().lines().findFirst().orElse("").strip();
        if (first.length() <= longest) {
            return first;
        }
        return sentences(first).get(0);
    }

    private static List<String> sentences(String text) {
        return Sentences.of(text);
    }

    private static String join(List<String> parts, int count, String separator) {
        return parts.stream().limit(count).collect(Collectors.joining(separator));
    }
}
