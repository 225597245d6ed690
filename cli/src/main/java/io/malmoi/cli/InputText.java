package io.malmoi.cli;

import io.malmoi.cli.client.CliException;
import io.malmoi.cli.client.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Text from standard input. */
final class InputText {
    private InputText() {}

    /** Reads all of it, which must be UTF-8: a text of another encoding would silently become another text. */
    static String read(InputStream in) throws IOException {
        byte[] bytes = in.readAllBytes();
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new CliException(
                    ExitCode.USAGE,
                    "standard input is not UTF-8; convert it first, such as with: iconv -f CP949 -t UTF-8");
        }
    }
}
