package io.malmoi.tokenization;

import io.malmoi.tokenization.EncodingOptions.Padding;
import io.malmoi.tokenization.EncodingOptions.Side;
import io.malmoi.tokenization.collections.IntList;
import io.malmoi.tokenization.definition.PostProcessor;
import io.malmoi.tokenization.model.Alphabet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Cuts traced texts, puts special tokens around them, and fills them up, as the reference library does. */
final class EncodingAssembler {
    /** Sequence of what comes from no text. */
    private static final int ADDED = -1;

    private final PostProcessor postProcessor;
    private final EncodingOptions options;

    EncodingAssembler(PostProcessor postProcessor, EncodingOptions options) {
        this.postProcessor = postProcessor;
        this.options = options;
    }

    /** The encoding of one text, or of two. */
    Encoding assemble(List<Alphabet.Symbols> texts) {
        List<PostProcessor.Piece> pieces = postProcessor.pieces(texts.size() > 1);
        List<Alphabet.Symbols> cut = truncated(texts, added(pieces));
        Collector collector = new Collector();
        for (PostProcessor.Piece piece : pieces) {
            if (piece instanceof PostProcessor.Text text) {
                collector.add(cut.get(text.second() ? 1 : 0), text);
            } else if (options.addSpecialTokens()) {
                PostProcessor.Special special = (PostProcessor.Special) piece;
                special.ids().forEach(id -> collector.addSpecial(id, special.typeId()));
            }
        }
        return collector.encoding();
    }

    private int added(List<PostProcessor.Piece> pieces) {
        return !options.addSpecialTokens()
                ? 0
                : pieces.stream()
                        .mapToInt(piece -> piece instanceof PostProcessor.Special special
                                ? special.ids().size()
                                : 0)
                        .sum();
    }

    private List<Alphabet.Symbols> truncated(List<Alphabet.Symbols> texts, int added) {
        if (options.truncation().isEmpty()) {
            return texts;
        }
        EncodingOptions.Truncation truncation = options.truncation().get();
        int room = truncation.length() - added;
        if (room < 0) {
            throw new IllegalArgumentException("truncation.length is " + truncation.length()
                    + ", but the tokenizer adds " + added + " special tokens: give at least as many");
        }
        int[] lengths = texts.stream().mapToInt(text -> text.ids().length).toArray();
        if (Arrays.stream(lengths).sum() <= room) {
            return texts;
        }
        int[] left = texts.size() == 1 ? new int[] {room} : shared(lengths[0], lengths[1], room);
        List<Alphabet.Symbols> cut = new ArrayList<>();
        for (int i = 0; i < left.length; i++) {
            cut.add(cut(texts.get(i), Math.min(left[i], lengths[i]), truncation.side()));
        }
        return cut;
    }

    /** Tokens left of each: the shorter one keeps its own while the room is for more than twice as many. */
    private static int[] shared(int first, int second, int room) {
        int shorter = Math.min(first, second);
        int longer = shorter > room ? shorter : Math.max(shorter, room - shorter);
        if (shorter + longer > room) {
            shorter = room / 2;
            longer = shorter + room % 2;
        }
        return first > second ? new int[] {longer, shorter} : new int[] {shorter, longer};
    }

    private static Alphabet.Symbols cut(Alphabet.Symbols text, int length, Side side) {
        int from = side == Side.LEFT ? text.ids().length - length : 0;
        return new Alphabet.Symbols(
                Arrays.copyOfRange(text.ids(), from, from + length),
                Arrays.copyOfRange(text.starts(), from, from + length),
                Arrays.copyOfRange(text.ends(), from, from + length));
    }

    /** Fills every encoding of a batch up. */
    List<Encoding> padded(List<Encoding> encodings, int paddingId) {
        Padding padding = options.padding().orElseThrow();
        int length = padding.length()
                .orElse(encodings.stream().mapToInt(Encoding::length).max().orElse(0));
        return encodings.stream()
                .map(encoding ->
                        encoding.length() >= length ? encoding : padded(encoding, length, paddingId, padding.side()))
                .toList();
    }

    private static Encoding padded(Encoding encoding, int length, int paddingId, Side side) {
        int at = side == Side.LEFT ? length - encoding.length() : 0;
        return new Encoding(
                filled(encoding.ids(), length, at, paddingId),
                filled(encoding.typeIds(), length, at, 0),
                filled(encoding.attentionMask(), length, at, 0),
                filled(encoding.specialTokensMask(), length, at, 1),
                filled(encoding.sequenceIds(), length, at, ADDED),
                filled(encoding.starts(), length, at, 0),
                filled(encoding.ends(), length, at, 0));
    }

    private static int[] filled(int[] values, int length, int at, int fill) {
        int[] filled = new int[length];
        Arrays.fill(filled, fill);
        System.arraycopy(values, 0, filled, at, values.length);
        return filled;
    }

    private static final class Collector {
        private final IntList ids = new IntList(16);
        private final IntList types = new IntList(16);
        private final IntList special = new IntList(16);
        private final IntList sequences = new IntList(16);
        private final IntList starts = new IntList(16);
        private final IntList ends = new IntList(16);

        void add(Alphabet.Symbols tokens, PostProcessor.Text text) {
            for (int i = 0; i < tokens.ids().length; i++) {
                add(tokens.ids()[i], text.typeId(), text.second() ? 1 : 0, tokens.starts()[i], tokens.ends()[i]);
            }
        }

        void addSpecial(int id, int typeId) {
            add(id, typeId, ADDED, 0, 0);
        }

        private void add(int id, int typeId, int sequenceId, int start, int end) {
            ids.add(id);
            types.add(typeId);
            special.add(sequenceId == ADDED ? 1 : 0);
            sequences.add(sequenceId);
            starts.add(start);
            ends.add(end);
        }

        Encoding encoding() {
            int[] attention = new int[ids.size()];
            Arrays.fill(attention, 1);
            return new Encoding(
                    ids.toArray(),
                    types.toArray(),
                    attention,
                    special.toArray(),
                    sequences.toArray(),
                    starts.toArray(),
                    ends.toArray());
        }
    }
}
