package io.malmoi.datasets.cleaning;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes labels in one way: {@code 전화 : 02-123-4567} becomes {@code TEL: 02-123-4567}. A word is a label at the beginning of a
 * line, behind bullets and brackets there, or after a separator within the line, if a colon or a phone number follows.
 */
public final class Labels implements TextStep {
    /** The usual labels and the words that stand for them. */
    public static final Map<String, List<String>> USUAL = usual();

    private static final String SEPARATORS = "|/,.;·";
    private static final String BULLETS = " -*•·▶■□▪○●◦◆◇★☆※";
    private static final String OPENING = "[(<【〔「";
    private static final String CLOSING = "])>】〕」.";
    private static final String COLONS = ":：";

    private record Word(String word, String label) {}

    private final List<Word> words = new ArrayList<>();

    /**
     * With a table.
     *
     * @param table the words of each label; case does not matter
     */
    public Labels(Map<String, List<String>> table) {
        table.forEach((label, all) -> {
            words.add(new Word(label, label));
            all.forEach(word -> words.add(new Word(word, label)));
        });
        words.sort(Comparator.comparingInt((Word word) -> word.word().length()).reversed());
    }

    private static Map<String, List<String>> usual() {
        Map<String, List<String>> usual = new LinkedHashMap<>();
        usual.put("TEL", List.of("전화", "전화번호", "연락처", "문의전화", "대표전화", "Tel", "Phone", "☎"));
        usual.put("ADDR", List.of("주소", "소재지", "오시는 길", "Address"));
        usual.put("WEB", List.of("홈페이지", "누리집", "사이트", "웹사이트", "Homepage", "Website", "Web"));
        usual.put("KAKAO", List.of("카톡", "카카오톡", "Kakao", "KakaoTalk"));
        return usual;
    }

    @Override
    public String name() {
        return "labels";
    }

    @Override
    public String clean(String text) {
        var written = new StringBuilder();
        int copied = 0;
        for (int at = 0; at < text.length(); at++) {
            if (!mayBegin(text, at)) {
                continue;
            }
            int begin = skip(text, at, BULLETS);
            int wordBegin = skip(text, begin, OPENING);
            Word word = wordAt(text, wordBegin);
            int end = word == null ? -1 : labelEnd(text, wordBegin + word.word().length());
            if (end > 0) {
                boolean bare = end == text.length() || text.charAt(end) == '\n';
                written.append(text, copied, begin).append(word.label()).append(bare ? ":" : ": ");
                copied = end;
                at = Math.max(at, end - 1);
            }
        }
        String result =
                copied == 0 ? text : written.append(text, copied, text.length()).toString();
        return result.equals(text) ? text : result;
    }

    /** Whether a label may stand at a place, behind a separator; one that is usual in web addresses must be followed by other things. */
    private static boolean mayBegin(String text, int at) {
        if (at == 0 || text.charAt(at - 1) == '\n') {
            return true;
        }
        boolean separated = SEPARATORS.indexOf(text.charAt(at - 1)) >= 0;
        return separated && (text.charAt(at) == ' ' || text.charAt(at) >= 0x80);
    }

    private Word wordAt(String text, int at) {
        for (Word word : words) {
            if (text.regionMatches(true, at, word.word(), 0, word.word().length())) {
                return word;
            }
        }
        return null;
    }

    /** Where what is labelled begins, if what stands behind a word makes it a label; -1 otherwise. */
    private static int labelEnd(String text, int from) {
        int end = skip(text, skip(text, from, CLOSING), " ");
        if (end < text.length() && COLONS.indexOf(text.charAt(end)) >= 0) {
            return skip(text, end + 1, " ");
        }
        return end < text.length() && PhoneNumber.at(text, end) != null ? end : -1;
    }

    private static int skip(String text, int from, String characters) {
        int at = from;
        while (at < text.length() && characters.indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at;
    }
}
