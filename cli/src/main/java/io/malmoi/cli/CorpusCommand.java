package io.malmoi.cli;

import io.malmoi.cli.client.CliException;
import io.malmoi.cli.client.Client;
import io.malmoi.cli.client.CorpusUpload;
import io.malmoi.cli.client.ExitCode;
import io.malmoi.cli.client.Names;
import io.malmoi.cli.client.Pages;
import io.malmoi.cli.client.ResumableUpload;
import io.malmoi.cli.jobs.Descriptions;
import io.malmoi.cli.terminal.Format;
import io.malmoi.cli.terminal.Table;
import io.malmoi.cli.terminal.UploadBar;
import io.malmoi.v1.Corpus;
import io.malmoi.v1.CorpusReport;
import io.malmoi.v1.CreateCorpusRequest;
import io.malmoi.v1.DeleteCorpusRequest;
import io.malmoi.v1.GetCorpusReportRequest;
import io.malmoi.v1.GetCorpusRequest;
import io.malmoi.v1.ImportCorpusSpec;
import io.malmoi.v1.JobSpec;
import io.malmoi.v1.ListCorporaRequest;
import io.malmoi.v1.ListCorporaResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Texts. */
@Command(
        name = "corpus",
        mixinStandardHelpOptions = true,
        header = "Upload, clean, list and delete texts, and make samples of them.",
        subcommands = TemplateCommand.class,
        synopsisSubcommandLabel = "COMMAND")
final class CorpusCommand extends Group {
    private final Session session;

    CorpusCommand(Session session) {
        this.session = session;
    }

    @Command(
            name = "create",
            mixinStandardHelpOptions = true,
            header =
                    "Upload texts or records: plain text, JSON Lines, JSON, CSV, TSV or Parquet, also packed by gzip or zstd.",
            description =
                    "The same files under the same id again are no error. An upload of 16 MiB and more that broke off goes on"
                            + " where it stopped when the command is run again within a week; a job reads it then.")
    int create(
            @Parameters(
                            arity = "1..*",
                            paramLabel = "FILE",
                            description = "The files, one corpus; - is standard input.")
                    List<Path> files,
            @Option(
                            names = "--id",
                            paramLabel = "ID",
                            description = "Id of the corpus. Default: from the first file's name.")
                    String id,
            @Mixin FormatOptions format)
            throws IOException, InterruptedException {
        long bytes = 0;
        List<CorpusUpload.Source> sources = new ArrayList<>();
        for (Path file : files) {
            boolean standardInput = file.toString().equals("-");
            if (!standardInput && !Files.isRegularFile(file)) {
                throw new CliException(ExitCode.NOT_FOUND, "no such file: " + file);
            }
            bytes += standardInput ? 0 : Files.size(file);
            sources.add(
                    standardInput
                            ? new CorpusUpload.Source("standard input", session.console()::input)
                            : new CorpusUpload.Source(file.toString(), () -> Files.newInputStream(file)));
        }
        String corpusId = id != null ? Names.id(Names.of("corpora", id)) : Names.ofFile(files.get(0));
        boolean large = bytes >= ResumableUpload.LEAST_BYTES
                && files.stream().noneMatch(file -> file.toString().equals("-"));
        try (Client client = session.connect()) {
            UploadBar bar = new UploadBar(session.console(), bytes);
            if (large) {
                return new LargeCorpus(session, client, Names.of("corpora", corpusId))
                        .create(files, format.of(files.size()), bar::show);
            }
            CreateCorpusRequest first = CreateCorpusRequest.newBuilder()
                    .setCorpusId(corpusId)
                    .setFormat(format.of(files.size()))
                    .build();
            Corpus corpus = CorpusUpload.send(client.uploads(), first, sources, bar::show);
            session.console().clearStatus();
            session.print(corpus, Descriptions.of(corpus));
            return ExitCode.OK;
        }
    }

    @Command(
            name = "import",
            mixinStandardHelpOptions = true,
            header = "Make a corpus of objects in the object store, in the order of their keys.",
            description = "Reads Malmoi's own bucket below imports/, or another that the data service's settings name.")
    int importObjects(
            @Parameters(paramLabel = "PREFIX", description = "What their keys begin with, such as imports/reviews/.")
                    String prefix,
            @Option(names = "--id", required = true, paramLabel = "ID", description = "Id of the corpus.") String id,
            @Mixin FormatOptions format,
            @Mixin JobOptions job) {
        ImportCorpusSpec.Builder spec = ImportCorpusSpec.newBuilder()
                .setCorpus(Names.of("corpora", id))
                .setPrefix(prefix)
                .setFormat(format.of(Integer.MAX_VALUE));
        return new JobRuns(session).start(JobSpec.newBuilder().setImportCorpus(spec), job);
    }

    @Command(name = "list", mixinStandardHelpOptions = true, header = "List the texts.")
    int list() {
        try (Client client = session.connect()) {
            ListCorporaResponse.Builder all = ListCorporaResponse.newBuilder();
            Pages.forEach(token -> {
                ListCorporaResponse page = client.corpora()
                        .listCorpora(ListCorporaRequest.newBuilder()
                                .setPageSize(Pages.SIZE)
                                .setPageToken(token)
                                .build());
                all.addAllCorpora(page.getCorporaList());
                return page.getNextPageToken();
            });
            Table table = new Table("CORPUS", "SIZE", "CHARACTERS", "LINES", "CREATED");
            all.getCorporaList()
                    .forEach(it -> table.add(
                            Names.id(it.getName()),
                            Format.bytes(it.getBytes()),
                            Format.count(it.getCharacters()),
                            Format.count(it.getLines()),
                            Descriptions.time(it.getCreateTime())));
            session.print(all.build(), table.lines());
            return ExitCode.OK;
        }
    }

    @Command(name = "show", mixinStandardHelpOptions = true, header = "Show one text's sizes, checksum and origin.")
    int show(@Parameters(paramLabel = "CORPUS") String corpus) {
        try (Client client = session.connect()) {
            Corpus found = client.corpora()
                    .getCorpus(GetCorpusRequest.newBuilder()
                            .setName(Names.of("corpora", corpus))
                            .build());
            session.print(found, Descriptions.of(found));
            return ExitCode.OK;
        }
    }

    @Command(name = "delete", mixinStandardHelpOptions = true, header = "Delete a text; what was made of it stays.")
    int delete(@Parameters(paramLabel = "CORPUS") String corpus) {
        return session.delete(
                Names.of("corpora", corpus),
                (client, name) -> client.corpora()
                        .deleteCorpus(
                                DeleteCorpusRequest.newBuilder().setName(name).build()));
    }

    @Command(
            name = "report",
            mixinStandardHelpOptions = true,
            header = "Show what a text's documents are like, and what cleaning did.",
            description = "With --json, all of it.")
    int report(
            @Parameters(paramLabel = "CORPUS") String corpus,
            @Option(
                            names = "--html",
                            paramLabel = "FILE",
                            description = "Write it as a page with plots, for a browser, into this file.")
                    Path html)
            throws IOException {
        try (Client client = session.connect()) {
            CorpusReport report = client.corpora()
                    .getCorpusReport(GetCorpusReportRequest.newBuilder()
                            .setName(Names.of("corpora", corpus))
                            .setHtml(html != null)
                            .build());
            if (html != null) {
                Reports.write(session, report.getHtml(), html);
            }
            session.print(report.toBuilder().clearHtml().build(), Reports.lines(report));
            return ExitCode.OK;
        }
    }

    @Command(
            name = "clean",
            mixinStandardHelpOptions = true,
            header = "Derive a clean text, without duplicates and what is not wanted if so asked.")
    int clean(
            @Parameters(paramLabel = "CORPUS", description = "The text to clean.") String corpus,
            @Option(
                            names = "--id",
                            paramLabel = "ID",
                            description = "Id of the clean corpus. Default: the text's id and -clean.")
                    String id,
            @Mixin CleaningOptions options,
            @Mixin JobOptions job) {
        String source = Names.of("corpora", corpus);
        String clean = id != null ? id : Names.join(Names.id(source), "clean");
        return new JobRuns(session)
                .start(
                        JobSpec.newBuilder()
                                .setCleanCorpus(options.spec().setSource(source).setCorpus(Names.of("corpora", clean))),
                        job);
    }

    @Command(
            name = "structure",
            mixinStandardHelpOptions = true,
            header = "Derive a corpus of samples from records or texts, by a template.",
            description = "Look at some first: malmoi corpus template preview.")
    int structure(
            @Parameters(paramLabel = "CORPUS", description = "The records, or texts.") String corpus,
            @Option(
                            names = "--id",
                            paramLabel = "ID",
                            description = "Id of the corpus of samples. Default: the corpus's id and -samples.")
                    String id,
            @Mixin TemplateOptions options,
            @Mixin JobOptions job)
            throws IOException {
        String source = Names.of("corpora", corpus);
        String samples = id != null ? id : Names.join(Names.id(source), "samples");
        return new JobRuns(session)
                .start(
                        JobSpec.newBuilder()
                                .setStructureCorpus(
                                        options.spec().setSource(source).setCorpus(Names.of("corpora", samples))),
                        job);
    }
}
