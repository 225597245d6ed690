package io.malmoi.tokenizer;

import com.google.protobuf.Empty;
import io.grpc.stub.StreamObserver;
import io.malmoi.service.Replies;
import io.malmoi.service.Resources;
import io.malmoi.service.ServerStreams;
import io.malmoi.v1.BatchDecodeRequest;
import io.malmoi.v1.BatchDecodeResponse;
import io.malmoi.v1.BatchEncodeRequest;
import io.malmoi.v1.BatchEncodeResponse;
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
import io.malmoi.v1.ListTokenizersRequest;
import io.malmoi.v1.ListTokenizersResponse;
import io.malmoi.v1.Tokenizer;
import io.malmoi.v1.TokenizerServiceGrpc;
import jakarta.inject.Singleton;

/** TokenizerService over gRPC. */
@Singleton
final class TokenizerGrpc extends TokenizerServiceGrpc.TokenizerServiceImplBase {
    private final Tokenizers tokenizers;
    private final Encoding encoding;
    private final Imports imports;
    private final Exports exports;
    private final Evaluation evaluation;
    private final ServerStreams streams;

    TokenizerGrpc(
            Tokenizers tokenizers,
            Encoding encoding,
            Imports imports,
            Exports exports,
            Evaluation evaluation,
            ServerStreams streams) {
        this.tokenizers = tokenizers;
        this.encoding = encoding;
        this.imports = imports;
        this.exports = exports;
        this.evaluation = evaluation;
        this.streams = streams;
    }

    @Override
    public void getTokenizer(GetTokenizerRequest request, StreamObserver<Tokenizer> responses) {
        Replies.send(responses, tokenizers.resources().get(request.getName()));
    }

    @Override
    public void listTokenizers(ListTokenizersRequest request, StreamObserver<ListTokenizersResponse> responses) {
        Resources.Page<Tokenizer> page = tokenizers.resources().list(request.getPageSize(), request.getPageToken());
        Replies.send(
                responses,
                ListTokenizersResponse.newBuilder()
                        .addAllTokenizers(page.items())
                        .setNextPageToken(page.nextPageToken())
                        .build());
    }

    @Override
    public void deleteTokenizer(DeleteTokenizerRequest request, StreamObserver<Empty> responses) {
        tokenizers.delete(request.getName());
        Replies.send(responses, Empty.getDefaultInstance());
    }

    @Override
    public void encode(EncodeRequest request, StreamObserver<EncodeResponse> responses) {
        Replies.send(responses, encoding.encode(request));
    }

    @Override
    public void decode(DecodeRequest request, StreamObserver<DecodeResponse> responses) {
        Replies.send(responses, encoding.decode(request));
    }

    @Override
    public void batchEncode(BatchEncodeRequest request, StreamObserver<BatchEncodeResponse> responses) {
        Replies.send(responses, encoding.encode(request));
    }

    @Override
    public void batchDecode(BatchDecodeRequest request, StreamObserver<BatchDecodeResponse> responses) {
        Replies.send(responses, encoding.decode(request));
    }

    @Override
    public StreamObserver<EncodeRequest> streamEncode(StreamObserver<EncodeResponse> responses) {
        return encoding.encodeStream(responses);
    }

    @Override
    public StreamObserver<DecodeRequest> streamDecode(StreamObserver<DecodeResponse> responses) {
        return encoding.decodeStream(responses);
    }

    @Override
    public StreamObserver<ImportTokenizerRequest> importTokenizer(StreamObserver<Tokenizer> responses) {
        return new Uploads(imports, responses);
    }

    @Override
    public void exportTokenizer(ExportTokenizerRequest request, StreamObserver<ExportTokenizerResponse> responses) {
        streams.run(responses, sink -> exports.write(request, sink));
    }

    @Override
    public void evaluateTokenizers(
            EvaluateTokenizersRequest request, StreamObserver<EvaluateTokenizersResponse> responses) {
        Replies.send(responses, evaluation.evaluate(request));
    }
}
