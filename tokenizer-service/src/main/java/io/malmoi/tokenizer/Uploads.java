package io.malmoi.tokenizer;

import io.grpc.stub.StreamObserver;
import io.malmoi.jobs.JobException;
import io.malmoi.jobs.Violation;
import io.malmoi.service.Replies;
import io.malmoi.v1.ImportTokenizerRequest;
import io.malmoi.v1.Tokenizer;
import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The files of a tokenizer as they come in; when all are here, it is imported and the call answered. */
final class Uploads implements StreamObserver<ImportTokenizerRequest> {
    private static final int MOST_BYTES = 64 << 20;
    private static final int MOST_FILES = 100;

    private final Imports imports;
    private final StreamObserver<Tokenizer> responses;
    private final Map<String, ByteArrayOutputStream> files = new LinkedHashMap<>();
    private String id = "";
    private ByteArrayOutputStream file;
    private int bytes;
    private boolean failed;

    Uploads(Imports imports, StreamObserver<Tokenizer> responses) {
        this.imports = imports;
        this.responses = responses;
    }

    @Override
    public void onNext(ImportTokenizerRequest request) {
        if (!failed) {
            answerFailure(() -> take(request));
        }
    }

    private void take(ImportTokenizerRequest request) {
        id = id.isEmpty() ? request.getTokenizerId() : id;
        if (!request.getFile().isEmpty()) {
            file = files.computeIfAbsent(request.getFile(), name -> new ByteArrayOutputStream());
        }
        check(file != null, "file", "is missing in the first message: name the file that its content begins");
        bytes += request.getContent().size();
        check(bytes <= MOST_BYTES, "content", "has more than " + MOST_BYTES + " bytes in all");
        check(files.size() <= MOST_FILES, "file", "names more than " + MOST_FILES + " files");
        file.writeBytes(request.getContent().toByteArray());
    }

    private static void check(boolean holds, String field, String description) {
        if (!holds) {
            throw JobException.invalid(List.of(new Violation(field, description)));
        }
    }

    @Override
    public void onError(Throwable failure) {
        failed = true;
    }

    @Override
    public void onCompleted() {
        if (!failed) {
            answerFailure(() -> {
                Map<String, byte[]> given = new LinkedHashMap<>();
                files.forEach((name, content) -> given.put(name, content.toByteArray()));
                Replies.send(responses, imports.create(id, given));
            });
        }
    }

    private void answerFailure(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error e) {
            failed = true;
            files.clear();
            responses.onError(e);
        }
    }
}
