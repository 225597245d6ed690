package io.malmoi.cli;

import com.google.protobuf.ByteString;
import com.google.protobuf.Empty;
import com.google.rpc.BadRequest;
import com.google.rpc.Code;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import io.malmoi.v1.DecodeRequest;
import io.malmoi.v1.DecodeResponse;
import io.malmoi.v1.DeleteTokenizerRequest;
import io.malmoi.v1.EncodeRequest;
import io.malmoi.v1.EncodeResponse;
import io.malmoi.v1.EvaluateTokenizersRequest;
import io.malmoi.v1.EvaluateTokenizersResponse;
import io.malmoi.v1.ExportTokenizerRequest;
import io.malmoi.v1.ExportTokenizerResponse;
import io.malmoi.v1.GetTokenizerRequest;
import io.malmoi.v1.ImportTokenizerRequest;
import io.malmoi.v1.Tokenizer;
import io.malmoi.v1.TokenizerReport;
import io.malmoi.v1.TokenizerServiceGrpc;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Tokenizers with a token for every character, but for {@code tokenizers/pairs}, which makes one of two. */
final class FakeTokenizers extends TokenizerServiceGrpc.TokenizerServiceImplBase {
    final List<EncodeRequest> encoded = new CopyOnWriteArrayList<>();
    final List<String> deleted = new CopyOnWriteArrayList<>();
    final Map<String, ByteString> files = new LinkedHashMap<>();

    @Override
    public void encode(EncodeRequest request, StreamObserver<EncodeResponse> response) {
        encoded.add(request);
        int[] text = request.getText().codePoints().toArray();
        EncodeResponse.Builder encoding = EncodeResponse.newBuilder();
        int width = request.getTokenizer().equals("tokenizers/pairs") ? 2 : 1;
        for (int i = 0; i < text.length; i += width) {
            int end = Math.min(i + width, text.length);
            encoding.addIds(text[i]).addTokens(new String(text, i, end - i));
            if (request.getOptions().getDetails()) {
                encoding.addStarts(i).addEnds(end);
            }
        }
        answer(encoding.build(), response);
    }

    @Override
    public void decode(DecodeRequest request, StreamObserver<DecodeResponse> response) {
        for (int i = 0; i < request.getIdsCount(); i++) {
            if (request.getIds(i) >= 1000) {
                fail("ids[" + i + "]", "is " + request.getIds(i) + ", outside the vocabulary: give 0 to 999", response);
                return;
            }
        }
        StringBuilder text = new StringBuilder();
        request.getIdsList().forEach(text::appendCodePoint);
        answer(DecodeResponse.newBuilder().setText(text.toString()).build(), response);
    }

    @Override
    public void getTokenizer(GetTokenizerRequest request, StreamObserver<Tokenizer> response) {
        answer(
                Tokenizer.newBuilder()
                        .setName(request.getName())
                        .setVocabularySize(1000)
                        .setCorpus("corpora/large")
                        .setBytesPerToken(5.5)
                        .setLeftOutWords(9_100_000)
                        .setLeftOutShare(0.0345)
                        .build(),
                response);
    }

    @Override
    public void exportTokenizer(ExportTokenizerRequest request, StreamObserver<ExportTokenizerResponse> response) {
        response.onNext(
                ExportTokenizerResponse.newBuilder().setFile("tokenizer.json").build());
        response.onNext(ExportTokenizerResponse.newBuilder()
                .setContent(ByteString.copyFromUtf8("{\"mod"))
                .build());
        response.onNext(ExportTokenizerResponse.newBuilder()
                .setContent(ByteString.copyFromUtf8("el\": 1}"))
                .build());
        answer(
                ExportTokenizerResponse.newBuilder()
                        .setFile("tokenizer_config.json")
                        .setContent(ByteString.copyFromUtf8("{}"))
                        .build(),
                response);
    }

    @Override
    public void deleteTokenizer(DeleteTokenizerRequest request, StreamObserver<Empty> response) {
        if (request.getName().equals("tokenizers/needed")) {
            response.onError(Status.FAILED_PRECONDITION
                    .withDescription("datasets/d was made with tokenizers/needed: delete datasets/d first")
                    .asRuntimeException());
            return;
        }
        deleted.add(request.getName());
        answer(Empty.getDefaultInstance(), response);
    }

    @Override
    public void evaluateTokenizers(
            EvaluateTokenizersRequest request, StreamObserver<EvaluateTokenizersResponse> response) {
        EvaluateTokenizersResponse.Builder evaluated = EvaluateTokenizersResponse.newBuilder();
        for (int i = 0; i < request.getTokenizersCount(); i++) {
            evaluated.addReports(TokenizerReport.newBuilder()
                    .setTokenizer(request.getTokenizers(i))
                    .setBytes(600)
                    .setTokens(200 * (i + 1))
                    .setEojeols(100)
                    .setBytesPerToken(3.0 / (i + 1))
                    .setTokensPerEojeol(2.0 * (i + 1))
                    .setUsedTokens(50)
                    .setUsedShare(0.25)
                    .setLines(10)
                    .setChangedLines(i)
                    .setFirstChangedLine(i == 0 ? "" : "각\n")
                    .addLongestTokens(TokenizerReport.TokenCount.newBuilder().setToken("사전이다")));
        }
        answer(evaluated.build(), response);
    }

    @Override
    public StreamObserver<ImportTokenizerRequest> importTokenizer(StreamObserver<Tokenizer> response) {
        List<ImportTokenizerRequest> pieces = new ArrayList<>();
        return new StreamObserver<>() {
            @Override
            public void onNext(ImportTokenizerRequest piece) {
                pieces.add(piece);
            }

            @Override
            public void onError(Throwable failure) {}

            @Override
            public void onCompleted() {
                importAll(pieces, response);
            }
        };
    }

    private void importAll(List<ImportTokenizerRequest> pieces, StreamObserver<Tokenizer> response) {
        String file = "";
        for (ImportTokenizerRequest piece : pieces) {
            file = piece.getFile().isEmpty() ? file : piece.getFile();
            files.merge(file, piece.getContent(), ByteString::concat);
        }
        if (files.getOrDefault("tokenizer.json", ByteString.EMPTY)
                .toStringUtf8()
                .equals("{}")) {
            fail("content", "tokenizer.json: model: an object was expected, not nothing", response);
            return;
        }
        answer(
                Tokenizer.newBuilder()
                        .setName("tokenizers/" + pieces.get(0).getTokenizerId())
                        .setKind("BPE")
                        .setVocabularySize(1000)
                        .build(),
                response);
    }

    private static void fail(String field, String description, StreamObserver<?> response) {
        response.onError(StatusProto.toStatusRuntimeException(com.google.rpc.Status.newBuilder()
                .setCode(Code.INVALID_ARGUMENT_VALUE)
                .setMessage(field + ": " + description)
                .addDetails(com.google.protobuf.Any.pack(BadRequest.newBuilder()
                        .addFieldViolations(BadRequest.FieldViolation.newBuilder()
                                .setField(field)
                                .setDescription(description))
                        .build()))
                .build()));
    }

    private static <T> void answer(T found, StreamObserver<T> response) {
        response.onNext(found);
        response.onCompleted();
    }
}
