package io.malmoi.tokenizer;

import com.google.protobuf.ByteString;
import io.grpc.Context;
import io.grpc.stub.StreamObserver;
import io.malmoi.jobs.JobException;
import io.malmoi.jobs.Violation;
import io.malmoi.service.ResourceName;
import io.malmoi.service.Violations;
import io.malmoi.tokenization.StreamingDecoder;
import io.malmoi.tokenization.TextPair;
import io.malmoi.tokenization.Tokenizer;
import io.malmoi.tokenization.text.InvalidTextException;
import io.malmoi.v1.BatchDecodeRequest;
import io.malmoi.v1.BatchDecodeResponse;
import io.malmoi.v1.BatchEncodeRequest;
import io.malmoi.v1.BatchEncodeResponse;
import io.malmoi.v1.DecodeRequest;
import io.malmoi.v1.DecodeResponse;
import io.malmoi.v1.EncodeRequest;
import io.malmoi.v1.EncodeResponse;
import io.malmoi.v1.EncodingOptions;
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
        Violations violations = named(request.getTokenizer());
        checkText(violations, "text", request.getTextBytes().size());
        checkText(violations, "pair", request.getPairBytes().size());
        Options.check(request.getOptions(), violations).throwIfAny();
        Tokenizer tokenizer = tokenizers.get(request.getTokenizer());
        if (!request.hasPair() && !request.hasOptions()) {
            return encode(tokenizer, request.getText(), request.getParseSpecialTokens());
        }
        TextPair text =
                request.hasPair() ? TextPair.of(request.getText(), request.getPair()) : TextPair.of(request.getText());
        return encode(tokenizer, List.of(text), request.getParseSpecialTokens(), request.getOptions())
                .get(0);
    }

    BatchEncodeResponse encode(BatchEncodeRequest request) {
        Violations violations = checkBatch(named(request.getTokenizer()), "texts", request.getTextsCount());
        checkTexts(violations, "texts", request.getTextsList().asByteStringList());
        checkTexts(violations, "pairs", request.getPairsList().asByteStringList());
        violations.require(
                request.getPairsCount() == 0 || request.getPairsCount() == request.getTextsCount(),
                "pairs",
                "has " + request.getPairsCount() + " items; none, or as many as texts: " + request.getTextsCount());
        Options.check(request.getOptions(), violations).throwIfAny();
        Tokenizer tokenizer = tokenizers.get(request.getTokenizer());
        BatchEncodeResponse.Builder response = BatchEncodeResponse.newBuilder();
        if (request.getPairsCount() == 0 && !request.hasOptions()) {
            for (String text : request.getTextsList()) {
                checkStillWanted();
                response.addEncodings(encode(tokenizer, text, request.getParseSpecialTokens()));
            }
            return response.build();
        }
        List<TextPair> texts = IntStream.range(0, request.getTextsCount())
                .mapToObj(i -> request.getPairsCount() == 0
                        ? TextPair.of(request.getTexts(i))
                        : TextPair.of(request.getTexts(i), request.getPairs(i)))
                .toList();
        return response.addAllEncodings(encode(tokenizer, texts, request.getParseSpecialTokens(), request.getOptions()))
                .build();
    }

    private static List<EncodeResponse> encode(
            Tokenizer tokenizer, List<TextPair> texts, boolean parseSpecialTokens, EncodingOptions options) {
        List<io.malmoi.tokenization.Encoding> encodings;
        try {
            encodings = tokenizer.encode(texts, Options.of(options, parseSpecialTokens));
        } catch (InvalidTextException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw JobException.invalid(List.of(new Violation("options", e.getMessage())));
        }
        return IntStream.range(0, texts.size())
                .mapToObj(i -> Options.response(encodings.get(i), texts.get(i), tokenizer, options.getDetails()))
                .toList();
    }

    /** Encodes texts that come one by one; the tokenizer is that of the one before unless it is named. */
    StreamObserver<EncodeRequest> encodeStream(StreamObserver<EncodeResponse> responses) {
        String[] tokenizer = {""};
        return new Answering<>(
                responses,
                request -> {
                    tokenizer[0] = request.getTokenizer().isEmpty() ? tokenizer[0] : request.getTokenizer();
                    return encode(request.toBuilder().setTokenizer(tokenizer[0]).build());
                },
                () -> null);
    }

    /** Decodes one sequence whose tokens come in parts. */
    StreamObserver<DecodeRequest> decodeStream(StreamObserver<DecodeResponse> responses) {
        DecodingStream stream = new DecodingStream();
        return new Answering<>(responses, stream::next, stream::rest);
    }

    private final class DecodingStream {
        private Tokenizer tokenizer;
        private StreamingDecoder decoder;

        DecodeResponse next(DecodeRequest request) {
            if (tokenizer == null) {
                named(request.getTokenizer()).throwIfAny();
                tokenizer = tokenizers.get(request.getTokenizer());
                decoder = tokenizer.streamingDecoder(request.getSkipSpecialTokens());
            }
            checkIds(new Violations(), "ids", request.getIdsList(), tokenizer).throwIfAny();
            StringBuilder text = new StringBuilder();
            request.getIdsList().forEach(id -> text.append(decoder.next(id)));
            return DecodeResponse.newBuilder().setText(text.toString()).build();
        }

        DecodeResponse rest() {
            String rest = decoder == null ? "" : decoder.flush();
            return rest.isEmpty()
                    ? null
                    : DecodeResponse.newBuilder().setText(rest).build();
        }
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

    private static void checkTexts(Violations violations, String field, List<ByteString> texts) {
        for (int i = 0; i < Math.min(texts.size(), LARGEST_BATCH); i++) {
            checkText(violations, field + "[" + i + "]", texts.get(i).size());
        }
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
