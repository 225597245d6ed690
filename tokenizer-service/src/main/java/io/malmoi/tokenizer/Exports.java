package io.malmoi.tokenizer;

import com.google.protobuf.UnsafeByteOperations;
import io.malmoi.artifacts.ArtifactStore;
import io.malmoi.artifacts.Manifest;
import io.malmoi.artifacts.StoredFile;
import io.malmoi.service.ResourceName;
import io.malmoi.service.ServerStreams.Sink;
import io.malmoi.service.Violations;
import io.malmoi.v1.ExportTokenizerRequest;
import io.malmoi.v1.ExportTokenizerResponse;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Gives the files of tokenizers out. */
@Singleton
final class Exports {
    private static final int PIECE_BYTES = 256 << 10;

    private final ArtifactStore store;

    Exports(ArtifactStore store) {
        this.store = store;
    }

    void write(ExportTokenizerRequest request, Sink<ExportTokenizerResponse> sink) throws IOException {
        new Violations().name("name", request.getName(), ResourceName.TOKENIZER).throwIfAny();
        Manifest manifest = store.get(request.getName());
        for (StoredFile file : manifest.files()) {
            write(manifest, file.name(), sink);
        }
    }

    private void write(Manifest manifest, String file, Sink<ExportTokenizerResponse> sink) throws IOException {
        sink.send(ExportTokenizerResponse.newBuilder().setFile(file).build());
        byte[] piece = new byte[PIECE_BYTES];
        try (InputStream content = store.open(manifest, file)) {
            int length;
            while ((length = content.readNBytes(piece, 0, PIECE_BYTES)) > 0) {
                sink.send(ExportTokenizerResponse.newBuilder()
                        .setContent(UnsafeByteOperations.unsafeWrap(Arrays.copyOf(piece, length)))
                        .build());
            }
        }
    }
}
