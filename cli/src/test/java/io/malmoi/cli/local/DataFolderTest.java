package io.malmoi.cli.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
    @TempDir
    Path folder;

    private void write(long pid, Instant started) throws IOException {
        Files.writeString(
                folder.resolve("standalone.properties"),
                "pid=" + pid + "\nstarted=" + started + "\ngrpc=127.0.0.1:1\nhttp=http://127.0.0.1:2\n");
    }

    @Test
    void nothingRunsOnAnEmptyFolder() {
        assertThat(new DataFolder(folder.resolve("missing")).running()).isEmpty();
    }

    @Test
    void findsTheProcessThatRuns() throws IOException {
        ProcessHandle self = ProcessHandle.current();
        write(self.pid(), self.info().startInstant().orElseThrow());
        assertThat(new DataFolder(folder).running()).get().satisfies(running -> {
            assertThat(running.process()).isEqualTo(self);
            assertThat(running.grpc()).isEqualTo("127.0.0.1:1");
        });
    }

    @Test
    void anotherProcessWithTheSameIdIsNotOurs() throws IOException {
        ProcessHandle self = ProcessHandle.current();
        write(self.pid(), self.info().startInstant().orElseThrow().minus(1, ChronoUnit.HOURS));
        assertThat(new DataFolder(folder).running()).isEmpty();
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "a process leaves nothing behind there")
    void aKilledProcessThatNobodyWaitedForDoesNotRun() throws IOException {
        Process careless = new ProcessBuilder("sh", "-c", "sleep 600 & echo $!; exec sleep 600").start();
        try (BufferedReader out = careless.inputReader()) {
            ProcessHandle child =
                    ProcessHandle.of(Long.parseLong(out.readLine())).orElseThrow();
            write(child.pid(), child.info().startInstant().orElseThrow());
            assertThat(new DataFolder(folder).running()).isPresent();
            child.destroyForcibly();
            await().until(() -> new DataFolder(folder).running().isEmpty());
        } finally {
            careless.destroyForcibly();
        }
    }

    @Test
    void aDamagedFileCountsForNothing() throws IOException {
        Files.writeString(folder.resolve("standalone.properties"), "pid=x");
        assertThat(new DataFolder(folder).running()).isEmpty();
    }
}
