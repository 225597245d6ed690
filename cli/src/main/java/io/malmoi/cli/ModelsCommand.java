package io.malmoi.cli;

import io.malmoi.cli.client.Client;
import io.malmoi.cli.client.ExitCode;
import io.malmoi.cli.client.Names;
import io.malmoi.cli.client.Pages;
import io.malmoi.cli.jobs.Descriptions;
import io.malmoi.cli.terminal.Format;
import io.malmoi.cli.terminal.Table;
import io.malmoi.v1.GetModelRequest;
import io.malmoi.v1.ListCheckpointsRequest;
import io.malmoi.v1.ListCheckpointsResponse;
import io.malmoi.v1.ListModelsRequest;
import io.malmoi.v1.ListModelsResponse;
import io.malmoi.v1.Model;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Models. */
@Command(
        name = "models",
        mixinStandardHelpOptions = true,
        header = "List trained models and their checkpoints.",
        synopsisSubcommandLabel = "COMMAND")
final class ModelsCommand extends Group {
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
