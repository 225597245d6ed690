package io.malmoi.cli;

import io.malmoi.cli.client.CliException;
import io.malmoi.cli.client.ExitCode;
import io.malmoi.v1.StructureCorpusSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** How samples are made. Options that are not given are left to the service's defaults. */
final class TemplateOptions {
    private static final long LARGEST_FILE = 256 << 10;

    @ArgGroup(multiplicity = "1")
    private Source source;

    @Option(
            names = "--column",
            paramLabel = "FIELD=COLUMN",
            description =
                    "A field of the template stands in this column, or field, of the records. May be given several times.")
    private Map<String, String> columns = Map.of();

    @Option(
            names = "--copies",
            paramLabel = "N",
            description =
                    "Samples of each record, each with another text of the template's banks. Default: as the template says.")
    private int copies;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of the choices from banks. Default: 0.")
    private long seed;

    private static final class Source {
        @Option(
                names = "--template",
                paramLabel = "NAME",
                description = "A built-in template: see `malmoi corpus template list`.")
        private String name;

        @Option(
                names = "--template-file",
                paramLabel = "FILE",
                description = "A template of your own: begin with `malmoi corpus template show NAME`.")
        private Path file;
    }

    /** A spec with what was asked for. */
    StructureCorpusSpec.Builder spec() throws IOException {
        StructureCorpusSpec.Builder spec = StructureCorpusSpec.newBuilder()
                .putAllColumns(columns)
                .setCopies(copies)
                .setSeed(seed);
        return source.file == null ? spec.setTemplate(source.name) : spec.setTemplateContent(read(source.file));
    }

    private static String read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new CliException(ExitCode.NOT_FOUND, "no such file: " + file);
        }
        if (Files.size(file) > LARGEST_FILE) {
            throw new CliException(
                    ExitCode.USAGE, file + " has " + Files.size(file) + " bytes, more than a template may have");
        }
        return Files.readString(file);
    }
}
