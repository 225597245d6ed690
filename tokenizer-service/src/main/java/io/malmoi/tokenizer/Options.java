package io.malmoi.tokenizer;

import io.malmoi.service.Violations;
import io.malmoi.tokenization.Encoding;
import io.malmoi.tokenization.EncodingOptions.Padding;
import io.malmoi.tokenization.EncodingOptions.Recognition;
import io.malmoi.tokenization.EncodingOptions.Side;
import io.malmoi.tokenization.EncodingOptions.Truncation;
import io.malmoi.tokenization.TextPair;
import io.malmoi.tokenization.Tokenizer;
import io.malmoi.v1.EncodeResponse;
import io.malmoi.v1.EncodingOptions;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/** What a request asks for beyond ids, and the answer to it. */
final class Options {
    private static final int LONGEST = 1 << 20;
    private static final int MOST_ALLOWED = 1_000;

    private Options() {}

    static Violations check(EncodingOptions options, Violations violations) {
        if (options.hasTruncation()) {
            violations.range(
                    "options.truncation.length", options.getTruncation().getLength(), 1, LONGEST);
            checkSide("options.truncation.side", options.getTruncation().getSide(), violations);
        }
        if (options.hasPadding()) {
            violations.range("options.padding.length", options.getPadding().getLength(), 0, LONGEST);
            checkSide("options.padding.side", options.getPadding().getSide(), violations);
        }
        int allowed = options.getAllowedSpecialTokensCount();
        return violations.require(
                allowed <= MOST_ALLOWED,
                "options.allowed_special_tokens",
                "has " + allowed + " items; at most " + MOST_ALLOWED);
    }

    private static void checkSide(String field, EncodingOptions.Side side, Violations violations) {
        violations.require(
                side != EncodingOptions.Side.UNRECOGNIZED, field, "is unknown; it must be LEFT, RIGHT or unspecified");
    }

    static io.malmoi.tokenization.EncodingOptions of(EncodingOptions options, boolean parseSpecialTokens) {
        Recognition recognition = parseSpecialTokens
                ? Recognition.ALL
                : new Recognition(false, Set.copyOf(options.getAllowedSpecialTokensList()));
        Optional<Truncation> truncation = options.hasTruncation()
                ? Optional.of(new Truncation(
                        options.getTruncation().getLength(),
                        side(options.getTruncation().getSide())))
                : Optional.empty();
        Optional<Padding> padding =
                options.hasPadding() ? Optional.of(padding(options.getPadding())) : Optional.empty();
        return new io.malmoi.tokenization.EncodingOptions(
                recognition, options.getAddSpecialTokens(), truncation, padding);
    }

    private static Padding padding(EncodingOptions.Padding padding) {
        return new Padding(
                padding.getLength() == 0 ? OptionalInt.empty() : OptionalInt.of(padding.getLength()),
                side(padding.getSide()),
                padding.getToken().isEmpty() ? Optional.empty() : Optional.of(padding.getToken()));
    }

    private static Side side(EncodingOptions.Side side) {
        return side == EncodingOptions.Side.LEFT ? Side.LEFT : Side.RIGHT;
    }

    static EncodeResponse response(Encoding encoding, TextPair text, Tokenizer tokenizer, boolean details) {
        EncodeResponse.Builder response = EncodeResponse.newBuilder();
        for (int id : encoding.ids()) {
            response.addIds(id).addTokens(tokenizer.token(id));
        }
        if (details) {
            response.addAllTypeIds(boxed(encoding.typeIds()))
                    .addAllAttentionMask(boxed(encoding.attentionMask()))
                    .addAllSpecialTokensMask(boxed(encoding.specialTokensMask()));
            addOffsets(encoding, text, response);
        }
        return response.build();
    }

    private static Iterable<Integer> boxed(int[] values) {
        return Arrays.stream(values).boxed().toList();
    }

    /** Offsets in code points. */
    private static void addOffsets(Encoding encoding, TextPair text, EncodeResponse.Builder response) {
        int[] first = codePoints(text.first());
        int[] second = codePoints(text.second().orElse(""));
        for (int i = 0; i < encoding.length(); i++) {
            int[] places = encoding.sequenceIds()[i] == 1 ? second : first;
            response.addStarts(places[encoding.starts()[i]]).addEnds(places[encoding.ends()[i]]);
        }
    }

    /** Number of code points before each index, and before the end. */
    private static int[] codePoints(String text) {
        int[] counts = new int[text.length() + 1];
        IntStream.range(0, text.length())
                .forEach(i -> counts[i + 1] = counts[i] + (Character.isLowSurrogate(text.charAt(i)) ? 0 : 1));
        return counts;
    }
}
