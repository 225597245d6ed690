package io.malmoi.tokenizer;

import io.grpc.Context;
import io.malmoi.service.ResourceName;
import io.malmoi.service.Violations;
import io.malmoi.tokenization.Tokenizer;
import io.malmoi.v1.BatchDecodeRequest;
import io.malmoi.v1.BatchDecodeResponse;
import io.malmoi.v1.BatchEncodeRequest;
import io.malmoi.v1.BatchEncodeResponse;
import io.malmoi.v1.DecodeRequest;
import io.malmoi.v1.DecodeResponse;
import io.malmoi.v1.EncodeRequest;
import io.malmoi.v1.EncodeResponse;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;

/** Checks and answers requests to encode and decode. A batch stops when its call is given up. */
@Singleton
final class Encoding {
    /** Bytes of UTF-8. */
    private static final int LONGEST_TEXT = 4 << 20;

    private static final int LARGEST_BATCH = 1024;

    private final Tokenizers tokenizers;

    Encoding(Tokenizers tokenizers) {
        this.tokenizers = tokenizers;
    }

    EncodeResponse encode(EncodeRequest request) {
        checkText(named(request.getTokenizer()), "text", request.getTextBytes().size())
                .throwIfAny();
        return encode(tokenizers.get(request.getTokenizer()), request.getText(), request.getParseSpecialTokens());
    }

    BatchEncodeResponse encode(BatchEncodeRequest request) {
        Violations violations = checkBatch(named(request.getTokenizer()), "texts", request.getTextsCount());
        for (int i = 0; i < Math.min(request.getTextsCount(), LARGEST_BATCH); i++) {
            checkText(violations, "texts[" + i + "]", request.getTextsBytes(i).size());
        }
        violations.throwIfAny();
        Tokenizer tokenizer = tokenizers.get(request.getTokenizer());
        BatchEncodeResponse.Builder response = BatchEncodeResponse.newBuilder();
        for (String text : request.getTextsList()) {
            checkStillWanted();
            response.addEncodings(encode(tokenizer, text, request.getParseSpecialTokens()));
        }
        return response.build();
    }

    DecodeResponse decode(DecodeRequest request) {
        named(request.getTokenizer()).throwIfAny();
        Tokenizer tokenizer = tokenizers.get(request.getTokenizer());
        checkIds(new Violations(), "ids", request.getIdsList(), tokenizer).throwIfAny();
        return DecodeResponse.newBuilder()
                .setText(tokenizer.decode(array(request.getIdsList()), request.getSkipSpecialTokens()))
                .build();
    }

    BatchDecodeResponse decode(BatchDecodeRequest request) {
        checkBatch(named(request.getTokenizer()), "sequences", request.getSequencesCount())
                .throwIfAny();
        Tokenizer tokenizer = tokenizers.get(request.getTokenizer());
        Violations violations = new Violations();
        for (int i = 0; i < request.getSequencesCount(); i++) {
            List<Integer> ids = request.getSequences(i).getIdsList();
            checkIds(violations, "sequences[" + i + "].ids", ids, tokenizer);
        }
        violations.throwIfAny();
        BatchDecodeResponse.Builder response = BatchDecodeResponse.newBuilder();
        for (int i = 0; i < request.getSequencesCount(); i++) {
            checkStillWanted();
            int[] ids = array(request.getSequences(i).getIdsList());
            response.addTexts(tokenizer.decode(ids, request.getSkipSpecialTokens()));
        }
        return response.build();
    }

    private static Violations named(String tokenizer) {
        return new Violations().name("tokenizer", tokenizer, ResourceName.TOKENIZER);
    }

    private static Violations checkBatch(Violations violations, String field, int size) {
        return violations.require(
                size <= LARGEST_BATCH,
                field,
                "has " + size + " items; at most " + LARGEST_BATCH + ": send several batches");
    }

    private static Violations checkText(Violations violations, String field, int bytes) {
        return violations.require(
                bytes <= LONGEST_TEXT,
                field,
                "has " + bytes + " bytes; at most " + LONGEST_TEXT + ": send it in parts");
    }

    /** Names the first id of a sequence that is outside the vocabulary. */
    private static Violations checkIds(Violations violations, String field, List<Integer> ids, Tokenizer tokenizer) {
        int size = tokenizer.vocabularySize();
        for (int i = 0; i < ids.size(); i++) {
            int id = ids.get(i);
            if (id < 0 || id >= size) {
                String description = "is " + id + ", outside the vocabulary: give 0 to " + (size - 1);
                return violations.require(false, field + "[" + i + "]", description);
            }
        }
        return violations;
    }

    private static void checkStillWanted() {
        if (Context.current().isCancelled()) {
            throw new CancellationException("the call was given up");
        }
    }

    private static EncodeResponse encode(Tokenizer tokenizer, String text, boolean parseSpecialTokens) {
        int[] ids = tokenizer.encode(text, parseSpecialTokens);
        EncodeResponse.Builder response = EncodeResponse.newBuilder();
        for (int id : ids) {
            response.addIds(id).addTokens(tokenizer.token(id));
        }
        return response.build();
    }

    private static int[] array(List<Integer> ids) {
        return IntStream.range(0, ids.size()).map(ids::get).toArray();
    }
}
