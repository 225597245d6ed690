package io.malmoi.cli.client;

import io.malmoi.v1.ExportTokenizerRequest;
import io.malmoi.v1.ExportTokenizerResponse;
import io.malmoi.v1.TokenizerServiceGrpc.TokenizerServiceBlockingStub;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes the files of a tokenizer. */
public final class TokenizerDownload {
    private TokenizerDownload() {}

    /**
     * Writes all files into a folder, which is made if it is not there, when all have come; returns them.
     *
     * @throws CliException if one of them is there already
     * @throws io.grpc.StatusRuntimeException as ExportTokenizer says
     */
    public static List<Path> save(TokenizerServiceBlockingStub stub, String name, Path folder) throws IOException {
        Map<Path, ByteArrayOutputStream> files = new LinkedHashMap<>();
        ByteArrayOutputStream file = null;
        Iterator<ExportTokenizerResponse> pieces = stub.exportTokenizer(
                ExportTokenizerRequest.newBuilder().setName(name).build());
        while (pieces.hasNext()) {
            ExportTokenizerResponse piece = pieces.next();
            if (!piece.getFile().isEmpty()) {
                file = new ByteArrayOutputStream();
                files.put(folder.resolve(Path.of(piece.getFile()).getFileName()), file);
            }
            file.writeBytes(piece.getContent().toByteArray());
        }
        for (Path path : files.keySet()) {
            if (Files.exists(path)) {
                throw new CliException(
                        ExitCode.CONFLICT, path + " is there already: name another folder, or delete it");
            }
        }
        Files.createDirectories(folder);
        for (Map.Entry<Path, ByteArrayOutputStream> entry : files.entrySet()) {
            Files.write(entry.getKey(), entry.getValue().toByteArray());
        }
        return new ArrayList<>(files.keySet());
    }
}
