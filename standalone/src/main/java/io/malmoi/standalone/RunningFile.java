package io.malmoi.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Properties;

/**
 * {@code standalone.properties} in the data folder, which tells other programs, above all the command-line client, which
 * process runs on the folder and where it answers: {@code pid}, {@code started} (ISO 8601, to tell a process from a later
 * one with the same id), {@code grpc} (host:port) and {@code http} (URL). It is there while standalone runs.
 */
final class RunningFile {
    private final Path file;

    private RunningFile(Path file) {
        this.file = file;
    }

    static RunningFile write(Path data, String grpc, String http) {
        ProcessHandle self = ProcessHandle.current();
        Properties properties = new Properties();
        properties.setProperty("pid", String.valueOf(self.pid()));
        properties.setProperty(
                "started", self.info().startInstant().orElseGet(Instant::now).toString());
        properties.setProperty("grpc", grpc);
        properties.setProperty("http", http);
        Path file = data.resolve("standalone.properties");
        Path whole = data.resolve("standalone.properties.new");
        try {
            try (Writer out = Files.newBufferedWriter(whole)) {
                properties.store(out, "The standalone Malmoi that runs on this folder");
            }
            Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
        return new RunningFile(file);
    }

    void delete() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + file, e);
        }
    }
}
