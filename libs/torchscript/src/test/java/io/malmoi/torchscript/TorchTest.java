package io.malmoi.torchscript;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TorchTest {
    @TempDir
    private Path folder;

    /** Prints the number of threads. */
    static final class Threads {
        public static void main(String[] arguments) {
            System.out.println("threads: " + Torch.threads());
        }
    }

    @Test
    void usesNoMoreThreadsThanThereAreProcessorsForTheProcessUnlessTold() throws IOException {
        assertThat(threads(Map.of())).contains("threads: 1\n");
        int cores = Runtime.getRuntime().availableProcessors();
        assertThat(threads(Map.of("OMP_NUM_THREADS", "" + cores))).contains("threads: " + cores + "\n");
    }

    private static String threads(Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:ActiveProcessorCount=1",
                "-cp",
                System.getProperty("java.class.path"),
                Threads.class.getName());
        builder.environment().remove("OMP_NUM_THREADS");
        builder.environment().putAll(environment);
        Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void takesTheBindingsForCudaWhereTheFolderOfLibtorchHasIt() throws IOException {
        String folders = folder.resolve("none") + File.pathSeparator + folder;
        assertThat(Torch.flavor(folders)).isEqualTo("cpu");
        Files.createFile(folder.resolve(System.mapLibraryName("torch_cuda")));
        assertThat(Torch.flavor(folders)).isEqualTo("cu128");
    }
}
