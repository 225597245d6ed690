package io.malmoi.datasets.report;

import io.malmoi.datasets.Hash;
import io.malmoi.datasets.text.MarkedText;
import io.malmoi.datasets.text.RecordText;
import io.malmoi.datasets.text.SpanMarks;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Measures documents in about 6 MiB of memory, whatever their number. A document that is a record is measured by its strings. The
 * result does not depend on the documents' order. Not for use by several threads.
 */
public final class TextStatistics {
    private static final int KINDS = Script.values().length;
    private static final int WHITE_SPACE = Script.WHITE_SPACE.ordinal();
    private static final int HANGUL = Script.HANGUL.ordinal();
    private static final int SYLLABLE_BYTES = 3;
    private static final int FIRST_SYLLABLE = 0xeab0;
    private static final int LAST_SYLLABLE = 0xed9d;
    private static final int LONGEST_NGRAM = 3;
    private static final int EXAMPLES = 5;
    private static final int EXAMPLE_CHARACTERS = 300;
    private static final long HASH_KEY = 0x7265706f7274L;

    private final Histogram characters = new Histogram();
    private final Histogram eojeol = new Histogram();
    private final long[] languages = new long[Language.values().length];
    private final long[] kinds = new long[KINDS];
    private final Repeats repeats = new Repeats();
    private final DocumentSample sample = new DocumentSample();
    private final int[] documentKinds = new int[KINDS];
    private long documents;
    private long bytes;
    private long eojeolCount;

    /** Measures a document in UTF-8; does not keep the array if it is long. */
    public void add(byte[] document) {
        byte[] plain =
                SpanMarks.has(document) ? MarkedText.parse(document).text().getBytes(StandardCharsets.UTF_8) : document;
        byte[] text = RecordText.content(plain).orElse(plain);
        long hash = Hash.of(text, HASH_KEY);
        repeats.add(hash);
        sample.add(hash, text);
        documents++;
        bytes += text.length;
        measure(text);
    }

    private void measure(byte[] text) {
        Arrays.fill(documentKinds, 0);
        int words = 0;
        int hangul = 0;
        boolean blankBefore = true;
        for (int at = 0; at < text.length; ) {
            int end = syllablesEnd(text, at);
            boolean blank = false;
            if (end > at) {
                hangul += (end - at) / SYLLABLE_BYTES;
            } else {
                end = at + length(text[at]);
                int kind = Script.kind(end > text.length ? Character.MIN_VALUE : codePoint(text, at, end - at));
                documentKinds[kind]++;
                blank = kind == WHITE_SPACE;
            }
            words += blankBefore && !blank ? 1 : 0;
            blankBefore = blank;
            at = end;
        }
        documentKinds[HANGUL] += hangul;
        count(words);
    }

    /** Where the run of syllables ends that begins here; the two first bytes tell them, but for the last 36, which are rare. */
    private static int syllablesEnd(byte[] text, int from) {
        int at = from;
        while (at + SYLLABLE_BYTES <= text.length) {
            int beginning = (text[at] & 0xff) << Byte.SIZE | text[at + 1] & 0xff;
            if (beginning < FIRST_SYLLABLE || beginning > LAST_SYLLABLE) {
                break;
            }
            at += SYLLABLE_BYTES;
        }
        return at;
    }

    /** Bytes of the character that begins with this one. */
    private static int length(byte first) {
        return first >= 0 ? 1 : (first & 0xf0) == 0xe0 ? 3 : (first & 0xe0) == 0xc0 ? 2 : 4;
    }

    private static int codePoint(byte[] text, int at, int length) {
        return switch (length) {
            case 1 -> text[at];
            case 2 -> (text[at] & 0x1f) << 6 | text[at + 1] & 0x3f;
            case 3 -> (text[at] & 0xf) << 12 | (text[at + 1] & 0x3f) << 6 | text[at + 2] & 0x3f;
            default ->
                (text[at] & 7) << 18 | (text[at + 1] & 0x3f) << 12 | (text[at + 2] & 0x3f) << 6 | text[at + 3] & 0x3f;
        };
    }

    private void count(int words) {
        long total = 0;
        for (int kind = 0; kind < KINDS; kind++) {
            total += documentKinds[kind];
            kinds[kind] += documentKinds[kind];
        }
        characters.add(total);
        eojeol.add(words);
        eojeolCount += words;
        languages[Language.of(documentKinds).ordinal()]++;
    }

    /** What was measured so far. */
    public TextReport report() {
        List<String> texts = sample.documents();
        List<TopNgrams> ngrams = new ArrayList<>();
        for (int words = 1; words <= LONGEST_NGRAM; words++) {
            ngrams.add(TopNgrams.of(texts, words));
        }
        long charactersCount = 0;
        List<NamedCount> kindCounts = new ArrayList<>();
        for (Script kind : Script.values()) {
            charactersCount += kinds[kind.ordinal()];
            kindCounts.add(new NamedCount(kind.label(), kinds[kind.ordinal()]));
        }
        List<NamedCount> languageCounts = new ArrayList<>();
        for (Language language : Language.values()) {
            languageCounts.add(new NamedCount(language.label(), languages[language.ordinal()]));
        }
        return new TextReport(
                documents,
                bytes,
                charactersCount,
                eojeolCount,
                characters.summary(),
                eojeol.summary(),
                languageCounts,
                kindCounts,
                repeats.share(),
                !repeats.isWhole(),
                new TextReport.Sample(texts.size(), sample.isWhole(), ngrams, examples(texts)));
    }

    private static List<String> examples(List<String> texts) {
        return texts.stream()
                .limit(EXAMPLES)
                .map(text -> Excerpt.of(text, EXAMPLE_CHARACTERS))
                .toList();
    }
}
