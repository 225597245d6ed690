package io.malmoi.cli;

import io.malmoi.cli.client.Names;
import io.malmoi.v1.GenerateRequest;
import io.malmoi.v1.SamplingOptions;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** How text is generated. What is not given is left to the server, whose defaults the help texts name. */
final class GenerationOptions {
    @Option(
            names = "--temperature",
            paramLabel = "T",
            description = "Above 1 bolder, below 1 safer, 0 always the likeliest token. Default: 1.")
    private Double temperature;

    @Option(names = "--top-k", paramLabel = "K", description = "Only the K likeliest tokens. Default: all.")
    private int topK;

    @Option(
            names = "--top-p",
            paramLabel = "P",
            description = "Only the likeliest tokens that together have this probability. Default: 1.")
    private Double topP;

    @Option(names = "--seed", paramLabel = "N", description = "The same seed, the same text. Default: a random one.")
    private Long seed;

    @Option(
            names = "--max-new-tokens",
            paramLabel = "N",
            description = "The most tokens to write. Default: 128, or what room is left.")
    private int maxNewTokens;

    @Option(names = "--min-new-tokens", paramLabel = "N", description = "The fewest tokens to write. Default: 0.")
    private int minNewTokens;

    @Option(names = "--stop", paramLabel = "TEXT", description = "End before this text. May be given up to 16 times.")
    private List<String> stop = new ArrayList<>();

    @Option(
            names = "--tokenizer",
            paramLabel = "TOKENIZER",
            description = "Refuse unless the model was trained with this one.")
    private String tokenizer;

    int maxNewTokens() {
        return maxNewTokens;
    }

    GenerateRequest.Builder request(String model) {
        SamplingOptions.Builder sampling = SamplingOptions.newBuilder().setTopK(topK);
        if (temperature != null) {
            sampling.setTemperature(temperature);
        }
        if (topP != null) {
            sampling.setTopP(topP);
        }
        if (seed != null) {
            sampling.setSeed(seed);
        }
        return GenerateRequest.newBuilder()
                .setModel(Names.of("models", model))
                .setSampling(sampling)
                .setMaxNewTokens(maxNewTokens)
                .setMinNewTokens(minNewTokens)
                .addAllStop(stop)
                .setTokenizer(tokenizer == null ? "" : Names.of("tokenizers", tokenizer));
    }
}
