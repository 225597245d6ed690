package io.malmoi.cli.local;

import io.malmoi.cli.client.CliException;
import io.malmoi.cli.client.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where Malmoi was built: the folder of the script that started this client. */
public record Installation(Path home) {
    /** The installation that the script named in {@code malmoi.home}. */
    public static Installation ofProcess() {
        String home = System.getProperty("malmoi.home");
        if (home == null) {
            throw new CliException(
                    ExitCode.OTHER, "start this command by the script `malmoi`, which knows what it built");
        }
        return new Installation(Path.of(home));
    }

    /** The archive that starts standalone. */
    public Path standalone() {
        return present(home.resolve("standalone/target/quarkus-app/quarkus-run.jar"));
    }

    /** The archive that starts the benchmarks. */
    public Path bench() {
        return present(home.resolve("bench/target/malmoi-bench.jar"));
    }

    /** The sample corpus. */
    public Path sampleCorpus() {
        return present(home.resolve("samples/koconovel/koconovel.txt"));
    }

    /** The virtual machine that runs this client. */
    public static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    private static Path present(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new CliException(ExitCode.OTHER, file + " is missing; build it with ./mvnw package");
        }
        return file;
    }
}
