package io.malmoi.cli;

import io.malmoi.cli.client.Client;
import io.malmoi.cli.client.ExitCode;
import io.malmoi.cli.client.Names;
import io.malmoi.cli.jobs.Descriptions;
import io.malmoi.cli.terminal.Console.Style;
import io.malmoi.cli.terminal.Table;
import io.malmoi.v1.FilledSample;
import io.malmoi.v1.GetTemplateRequest;
import io.malmoi.v1.ListTemplatesRequest;
import io.malmoi.v1.ListTemplatesResponse;
import io.malmoi.v1.PreviewSamplesRequest;
import io.malmoi.v1.PreviewSamplesResponse;
import io.malmoi.v1.Template;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Templates of samples. */
@Command(
        name = "template",
        mixinStandardHelpOptions = true,
        header = "List and show templates of samples, and fill them in for a look.",
        synopsisSubcommandLabel = "COMMAND")
final class TemplateCommand extends Group {
    private final Session session;

    TemplateCommand(Session session) {
        this.session = session;
    }

    @Command(name = "list", mixinStandardHelpOptions = true, header = "List the built-in templates.")
    int list() {
        try (Client client = session.connect()) {
            ListTemplatesResponse all = client.corpora().listTemplates(ListTemplatesRequest.getDefaultInstance());
            Table table = new Table("TEMPLATE", "FIELDS", "DESCRIPTION");
            all.getTemplatesList()
                    .forEach(it -> table.add(it.getName(), String.join(" ", it.getFieldsList()), it.getDescription()));
            session.print(all, table.lines());
            return ExitCode.OK;
        }
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            header = "Print a built-in template's file, to be edited and given with --template-file.")
    int show(@Parameters(paramLabel = "TEMPLATE") String template) {
        try (Client client = session.connect()) {
            Template found = client.corpora()
                    .getTemplate(
                            GetTemplateRequest.newBuilder().setName(template).build());
            session.print(found, found.getContent().stripTrailing().lines().toList());
            return ExitCode.OK;
        }
    }

    @Command(
            name = "preview",
            mixinStandardHelpOptions = true,
            header = "Fill a template with the first records of a corpus.",
            description =
                    "What is only to be read is dim; without colours, what is to be learned stands between ⟦ and ⟧.")
    int preview(
            @Parameters(paramLabel = "CORPUS", description = "The records, or texts.") String corpus,
            @Mixin TemplateOptions options,
            @Option(names = "--samples", paramLabel = "N", description = "Samples to show: 1 to 100. Default: 10.")
                    int samples)
            throws IOException {
        try (Client client = session.connect()) {
            PreviewSamplesResponse preview = client.corpora()
                    .previewSamples(PreviewSamplesRequest.newBuilder()
                            .setSpec(options.spec().setSource(Names.of("corpora", corpus)))
                            .setSamples(samples)
                            .build());
            session.print(preview, lines(preview));
            return ExitCode.OK;
        }
    }

    private List<String> lines(PreviewSamplesResponse preview) {
        List<String> lines = new ArrayList<>();
        int number = 0;
        for (FilledSample sample : preview.getSamplesList()) {
            lines.add(session.console().styled(Style.BOLD, "● sample " + ++number));
            lines.addAll(text(sample).lines().toList());
            lines.add("");
        }
        lines.addAll(Descriptions.skipped(preview.getSkippedList()));
        return lines;
    }

    private String text(FilledSample sample) {
        boolean colours = session.console().colours();
        StringBuilder text = new StringBuilder();
        boolean learned = false;
        for (FilledSample.Part part : sample.getPartsList()) {
            if (!colours && part.getLearned() != learned) {
                text.append(learned ? "⟧" : "⟦");
            }
            learned = part.getLearned();
            text.append(colours && !learned ? dim(part.getText()) : part.getText());
        }
        return text.append(!colours && learned ? "⟧" : "").toString();
    }

    /** Line by line, since terminals may end a style with the line. */
    private String dim(String text) {
        StringBuilder dim = new StringBuilder();
        for (String line : text.split("(?<=\n)")) {
            String bare = line.endsWith("\n") ? line.substring(0, line.length() - 1) : line;
            dim.append(bare.isEmpty() ? "" : session.console().styled(Style.DIM, bare))
                    .append(line.endsWith("\n") ? "\n" : "");
        }
        return dim.toString();
    }
}
