package io.malmoi.cli;

import io.malmoi.cli.client.CliException;
import io.malmoi.cli.client.Client;
import io.malmoi.cli.client.ExitCode;
import io.malmoi.cli.client.ModelUpload;
import io.malmoi.cli.client.Names;
import io.malmoi.cli.client.Pages;
import io.malmoi.cli.jobs.Descriptions;
import io.malmoi.cli.terminal.Format;
import io.malmoi.cli.terminal.Table;
import io.malmoi.cli.terminal.UploadBar;
import io.malmoi.v1.CreateModelRequest;
import io.malmoi.v1.DeleteModelRequest;
import io.malmoi.v1.GetModelRequest;
import io.malmoi.v1.ListCheckpointsRequest;
import io.malmoi.v1.ListCheckpointsResponse;
import io.malmoi.v1.ListModelsRequest;
import io.malmoi.v1.ListModelsResponse;
import io.malmoi.v1.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Models. */
@Command(
        name = "models",
        mixinStandardHelpOptions = true,
        header = "List, show and delete models and their checkpoints, and bring models in.",
        synopsisSubcommandLabel = "COMMAND")
final class ModelsCommand extends Group {
    private static final Pattern MODEL_FILE = Pattern.compile(
            "config\\.json|generation_config\\.json|model\\.safetensors\\.index\\.json|model.*\\.safetensors");

    private final Session session;

    ModelsCommand(Session session) {
        this.session = session;
    }

    @Command(name = "list", mixinStandardHelpOptions = true, header = "List the models, or one model's checkpoints.")
    int list(
            @Parameters(
                            paramLabel = "MODEL",
                            arity = "0..1",
                            description = "List the checkpoints of this model, trained or in training.")
                    String model) {
        try (Client client = session.connect()) {
            if (model == null) {
                ListModelsResponse models = models(client);
                session.print(models, table(models.getModelsList()));
            } else {
                ListCheckpointsResponse checkpoints = checkpoints(client, Names.of("models", model));
                session.print(checkpoints, table(checkpoints.getCheckpointsList()));
            }
            return ExitCode.OK;
        }
    }

    @Command(name = "show", mixinStandardHelpOptions = true, header = "Show one model or checkpoint.")
    int show(@Parameters(paramLabel = "MODEL", description = "ID, or ID/checkpoints/CHECKPOINT.") String model) {
        try (Client client = session.connect()) {
            Model found = client.models()
                    .getModel(GetModelRequest.newBuilder()
                            .setName(Names.of("models", model))
                            .build());
            session.print(found, Descriptions.of(found));
            return ExitCode.OK;
        }
    }

    @Command(
            name = "delete",
            mixinStandardHelpOptions = true,
            header = "Delete a model with its checkpoints, or one checkpoint.")
    int delete(@Parameters(paramLabel = "MODEL", description = "ID, or ID/checkpoints/CHECKPOINT.") String model) {
        return session.delete(
                Names.of("models", model),
                (client, name) -> client.models()
                        .deleteModel(
                                DeleteModelRequest.newBuilder().setName(name).build()));
    }

    @Command(
            name = "import",
            mixinStandardHelpOptions = true,
            header = "Bring in a model that was trained elsewhere.",
            description =
                    "GPT-2, LLaMA, Mistral, Qwen 2 or Qwen 3 as Hugging Face folders, LLaMA as llama2.c checkpoints.")
    int importModel(
            @Parameters(
                            paramLabel = "FOLDER",
                            description =
                                    "The folder with config.json and model.safetensors, or a file model.bin of llama2.c.")
                    Path source,
            @Option(names = "--tokenizer", required = true, paramLabel = "TOKENIZER", description = "The model's own.")
                    String tokenizer,
            @Option(
                            names = "--id",
                            paramLabel = "ID",
                            description = "Id of the model. Default: from the folder's name.")
                    String id)
            throws IOException, InterruptedException {
        List<Path> files = files(source);
        long size = 0;
        for (Path file : files) {
            size += Files.size(file);
        }
        CreateModelRequest first = CreateModelRequest.newBuilder()
                .setModelId(id != null ? Names.id(Names.of("models", id)) : Names.ofFile(source.toAbsolutePath()))
                .setTokenizer(Names.of("tokenizers", tokenizer))
                .build();
        try (Client client = session.connect()) {
            UploadBar bar = new UploadBar(session.console(), size);
            Model model = ModelUpload.send(client.modelUploads(), first, files, bar::show);
            session.console().clearStatus();
            session.print(model, Descriptions.of(model));
            return ExitCode.OK;
        }
    }

    /** The files that make a model: the one given, or those of a folder. */
    private static List<Path> files(Path source) throws IOException {
        if (Files.isRegularFile(source)) {
            return List.of(source);
        }
        if (!Files.isDirectory(source)) {
            throw new CliException(ExitCode.NOT_FOUND, "no such file or folder: " + source);
        }
        try (Stream<Path> all = Files.list(source)) {
            List<Path> files = all.filter(file ->
                            MODEL_FILE.matcher(file.getFileName().toString()).matches())
                    .sorted()
                    .toList();
            if (files.isEmpty()) {
                throw new CliException(ExitCode.NOT_FOUND, "no config.json and *.safetensors in " + source);
            }
            return files;
        }
    }

    private static ListModelsResponse models(Client client) {
        ListModelsResponse.Builder all = ListModelsResponse.newBuilder();
        Pages.forEach(token -> {
            ListModelsResponse page = client.models()
                    .listModels(ListModelsRequest.newBuilder()
                            .setPageSize(Pages.SIZE)
                            .setPageToken(token)
                            .build());
            all.addAllModels(page.getModelsList());
            return page.getNextPageToken();
        });
        return all.build();
    }

    private static ListCheckpointsResponse checkpoints(Client client, String model) {
        ListCheckpointsResponse.Builder all = ListCheckpointsResponse.newBuilder();
        Pages.forEach(token -> {
            ListCheckpointsResponse page = client.models()
                    .listCheckpoints(ListCheckpointsRequest.newBuilder()
                            .setParent(model)
                            .setPageSize(Pages.SIZE)
                            .setPageToken(token)
                            .build());
            all.addAllCheckpoints(page.getCheckpointsList());
            return page.getNextPageToken();
        });
        return all.build();
    }

    private static List<String> table(List<Model> models) {
        Table table = new Table("MODEL", "PARAMETERS", "STEP", "VALIDATION LOSS", "BITS/BYTE", "DATASET", "CREATED");
        models.forEach(it -> table.add(
                Names.id(it.getName()),
                Format.shortCount(it.getParameters()),
                Format.count(it.getStep()),
                Format.loss(it.getValidationLoss()),
                Format.decimal(it.getBitsPerByte(), 3),
                Names.id(it.getDataset()),
                Descriptions.time(it.getCreateTime())));
        return table.lines();
    }
}
