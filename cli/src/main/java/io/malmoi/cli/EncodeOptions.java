package io.malmoi.cli;

import io.malmoi.cli.client.CliException;
import io.malmoi.cli.client.ExitCode;
import io.malmoi.v1.EncodeRequest;
import io.malmoi.v1.EncodingOptions;
import io.malmoi.v1.EncodingOptions.Side;
import java.util.List;
import picocli.CommandLine.Option;

/** What is asked for beyond the ids of a text. */
final class EncodeOptions {
    @Option(names = "--parse-special-tokens", description = "Read the spelling of a special token as that token.")
    private boolean parseSpecialTokens;

    @Option(
            names = "--allow-special-token",
            paramLabel = "TEXT",
            description = "Read the spelling of this special token as that token. May be given several times.")
    private List<String> allowed = List.of();

    @Option(
            names = "--add-special-tokens",
            description = "Put special tokens around it as the tokenizer's template says.")
    private boolean addSpecialTokens;

    @Option(names = "--pair", paramLabel = "TEXT", description = "A second text that belongs to the first.")
    private String pair;

    @Option(names = "--truncate", paramLabel = "N", description = "Cut off the tokens after this many.")
    private Integer truncate;

    @Option(names = "--truncation-side", paramLabel = "SIDE", description = "left or right. Default: right.")
    private String truncationSide = "right";

    @Option(names = "--pad", paramLabel = "N", description = "Fill up to this many tokens.")
    private Integer pad;

    @Option(names = "--padding-side", paramLabel = "SIDE", description = "left or right. Default: right.")
    private String paddingSide = "right";

    @Option(
            names = "--padding-token",
            paramLabel = "TEXT",
            description = "The special token to fill up with. Default: the tokenizer's own.")
    private String paddingToken = "";

    /** A request for these texts; with masks and offsets if asked for. */
    EncodeRequest request(String tokenizer, String text, boolean details) {
        EncodeRequest.Builder request = EncodeRequest.newBuilder()
                .setTokenizer(tokenizer)
                .setText(text)
                .setParseSpecialTokens(parseSpecialTokens);
        if (pair != null) {
            request.setPair(pair);
        }
        EncodingOptions.Builder options = EncodingOptions.newBuilder()
                .addAllAllowedSpecialTokens(allowed)
                .setAddSpecialTokens(addSpecialTokens)
                .setDetails(details);
        if (truncate != null) {
            options.setTruncation(EncodingOptions.Truncation.newBuilder()
                    .setLength(truncate)
                    .setSide(side("--truncation-side", truncationSide)));
        }
        if (pad != null) {
            options.setPadding(EncodingOptions.Padding.newBuilder()
                    .setLength(pad)
                    .setSide(side("--padding-side", paddingSide))
                    .setToken(paddingToken));
        }
        return request.setOptions(options).build();
    }

    private static Side side(String option, String side) {
        return switch (side) {
            case "left" -> Side.LEFT;
            case "right" -> Side.RIGHT;
            default -> throw new CliException(ExitCode.USAGE, option + " is '" + side + "'; expected left or right");
        };
    }
}
