package io.malmoi.cli;

import io.malmoi.cli.client.Client;
import io.malmoi.cli.client.ExitCode;
import io.malmoi.cli.client.Names;
import io.malmoi.cli.client.Pages;
import io.malmoi.cli.jobs.Descriptions;
import io.malmoi.cli.terminal.Format;
import io.malmoi.cli.terminal.Table;
import io.malmoi.v1.BuildDatasetSpec;
import io.malmoi.v1.Dataset;
import io.malmoi.v1.DatasetReport;
import io.malmoi.v1.DeleteDatasetRequest;
import io.malmoi.v1.GetDatasetReportRequest;
import io.malmoi.v1.GetDatasetRequest;
import io.malmoi.v1.JobSpec;
import io.malmoi.v1.ListDatasetsRequest;
import io.malmoi.v1.ListDatasetsResponse;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Datasets. */
@Command(
        name = "dataset",
        mixinStandardHelpOptions = true,
        header = "Encode texts into the token bins that models are trained on.",
        synopsisSubcommandLabel = "COMMAND")
final class DatasetCommand extends Group {
    private final Session session;

    DatasetCommand(Session session) {
        this.session = session;
    }

    @Command(
            name = "build",
            mixinStandardHelpOptions = true,
            header = "Encode a text into train and validation tokens.")
    int build(
            @Option(names = "--corpus", required = true, paramLabel = "CORPUS", description = "The text.")
                    String corpus,
            @Option(
                            names = "--tokenizer",
                            required = true,
                            paramLabel = "TOKENIZER",
                            description = "What encodes the text.")
                    String tokenizer,
            @Option(names = "--id", paramLabel = "ID", description = "Id of the dataset. Default: a new one.")
                    String id,
            @Option(
                            names = "--validation-share",
                            paramLabel = "SHARE",
                            description = "Share of the text kept for validation, at most 0.5. Default: 0.1.")
                    double validationShare,
            @Option(names = "--seed", paramLabel = "N", description = "Seed of the split. Default: 0.") long seed,
            @Mixin DocumentOptions documents,
            @Mixin JobOptions job) {
        String source = Names.of("corpora", corpus);
        BuildDatasetSpec.Builder spec = documents
                .spec()
                .setDataset(Names.of("datasets", id != null ? id : Names.derived(source)))
                .setCorpus(source)
                .setTokenizer(Names.of("tokenizers", tokenizer))
                .setValidationShare(validationShare)
                .setSeed(seed);
        return new JobRuns(session).start(JobSpec.newBuilder().setBuildDataset(spec), job);
    }

    @Command(name = "list", mixinStandardHelpOptions = true, header = "List the datasets.")
    int list() {
        try (Client client = session.connect()) {
            ListDatasetsResponse.Builder all = ListDatasetsResponse.newBuilder();
            Pages.forEach(token -> {
                ListDatasetsResponse page = client.datasets()
                        .listDatasets(ListDatasetsRequest.newBuilder()
                                .setPageSize(Pages.SIZE)
                                .setPageToken(token)
                                .build());
                all.addAllDatasets(page.getDatasetsList());
                return page.getNextPageToken();
            });
            Table table = new Table("DATASET", "TRAIN TOKENS", "VALIDATION TOKENS", "CORPUS", "TOKENIZER", "CREATED");
            all.getDatasetsList()
                    .forEach(it -> table.add(
                            Names.id(it.getName()),
                            Format.count(it.getTrainTokens()),
                            Format.count(it.getValidationTokens()),
                            Names.id(it.getCorpus()),
                            Names.id(it.getTokenizer()),
                            Descriptions.time(it.getCreateTime())));
            session.print(all.build(), table.lines());
            return ExitCode.OK;
        }
    }

    @Command(name = "show", mixinStandardHelpOptions = true, header = "Show one dataset.")
    int show(@Parameters(paramLabel = "DATASET") String dataset) {
        try (Client client = session.connect()) {
            Dataset found = client.datasets()
                    .getDataset(GetDatasetRequest.newBuilder()
                            .setName(Names.of("datasets", dataset))
                            .build());
            session.print(found, Descriptions.of(found));
            return ExitCode.OK;
        }
    }

    @Command(name = "delete", mixinStandardHelpOptions = true, header = "Delete a dataset; models trained on it stay.")
    int delete(@Parameters(paramLabel = "DATASET") String dataset) {
        return session.delete(
                Names.of("datasets", dataset),
                (client, name) -> client.datasets()
                        .deleteDataset(
                                DeleteDatasetRequest.newBuilder().setName(name).build()));
    }

    @Command(
            name = "report",
            mixinStandardHelpOptions = true,
            header = "Show what a dataset's documents and tokens are like.",
            description = "With --json, all of it.")
    int report(
            @Parameters(paramLabel = "DATASET") String dataset,
            @Option(
                            names = "--html",
                            paramLabel = "FILE",
                            description = "Write it as a page with plots, for a browser, into this file.")
                    Path html)
            throws IOException {
        try (Client client = session.connect()) {
            DatasetReport report = client.datasets()
                    .getDatasetReport(GetDatasetReportRequest.newBuilder()
                            .setName(Names.of("datasets", dataset))
                            .setHtml(html != null)
                            .build());
            if (html != null) {
                Reports.write(session, report.getHtml(), html);
            }
            session.print(report.toBuilder().clearHtml().build(), Reports.lines(report));
            return ExitCode.OK;
        }
    }
}
