package io.malmoi.models;

import static org.assertj.core.api.Assumptions.assumeThat;

import io.malmoi.torchscript.Torch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Memory of this process, native memory included, as Linux tells it. */
final class ResidentMemory {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path PEAK_RESET = Path.of("/proc/self/clear_refs");

    private ResidentMemory() {}

    /** Skips a test elsewhere. */
    static void assumeMeasurable() {
        assumeThat(Files.exists(STATUS))
                .as("resident memory is read from " + STATUS)
                .isTrue();
        assumeThat(Torch.device().isGpu())
                .as("tensors are in the memory of a GPU")
                .isFalse();
    }

    /** What is resident now. */
    static long kib() throws IOException {
        return read("VmRSS:");
    }

    /** The most that was resident at once since {@link #resetPeak}. */
    static long peakKib() throws IOException {
        return read("VmHWM:");
    }

    static void resetPeak() throws IOException {
        Files.writeString(PEAK_RESET, "5");
    }

    private static long read(String field) throws IOException {
        return Files.readAllLines(STATUS).stream()
                .filter(line -> line.startsWith(field))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
