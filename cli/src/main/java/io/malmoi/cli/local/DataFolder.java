package io.malmoi.cli.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * The folder in which a standalone Malmoi keeps all that it has. While one runs, {@code standalone.properties} in it says
 * which process it is and where it answers.
 */
public record DataFolder(Path path) {
    private static final String RUNNING = "standalone.properties";

    /**
     * The standalone that runs on a folder.
     *
     * @param process its process
     * @param since when the process began
     * @param grpc host:port of gRPC
     * @param http URL of HTTP
     */
    public record Running(ProcessHandle process, Instant since, String grpc, String http) {}

    /** The standalone that runs on this folder, if one does. A file left behind by a killed one counts for nothing. */
    public Optional<Running> running() {
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(path.resolve(RUNNING))) {
            properties.load(in);
            long pid = Long.parseLong(properties.getProperty("pid"));
            Instant since = Instant.parse(properties.getProperty("started"));
            return ProcessHandle.of(pid)
                    .filter(process -> isSame(process, since))
                    .map(process -> new Running(
                            process, since, properties.getProperty("grpc"), properties.getProperty("http")));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    /** Where a standalone started in the background writes its log. */
    public Path log() {
        return path.resolve("logs").resolve("standalone.log");
    }

    /** Bytes of all files in a folder of this folder, which need not exist; {@code ""} means all of it. */
    public long bytes(String folder) {
        try (Stream<Path> files = Files.walk(path.resolve(folder))) {
            return files.mapToLong(DataFolder::size).sum();
        } catch (IOException | UncheckedIOException e) {
            return 0;
        }
    }

    /**
     * A process id is used again after its process has ended: the time at which it began tells them apart. A killed process
     * that nobody has waited for yet still counts as alive, but has no command any more.
     */
    private static boolean isSame(ProcessHandle process, Instant since) {
        return process.isAlive()
                && process.info().command().isPresent()
                && process.info()
                        .startInstant()
                        .map(start -> Duration.between(start, since).abs().compareTo(Duration.ofSeconds(2)) <= 0)
                        .orElse(true);
    }

    private static long size(Path file) {
        try {
            return Files.isRegularFile(file) ? Files.size(file) : 0;
        } catch (IOException e) {
            return 0;
        }
    }
}
