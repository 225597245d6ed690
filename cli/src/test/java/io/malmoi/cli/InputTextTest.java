package io.malmoi.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.malmoi.cli.client.CliException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class InputTextTest {
    private static String read(String text, Charset encoding) throws IOException {
        return InputText.read(new ByteArrayInputStream(text.getBytes(encoding)));
    }

    @Test
    void textOfAnotherEncodingIsRefused() throws IOException {
        assertThat(read("말모이\n", StandardCharsets.UTF_8)).isEqualTo("말모이\n");
        assertThatThrownBy(() -> read("말모이", Charset.forName("MS949")))
                .isInstanceOf(CliException.class)
                .hasMessageContaining("standard input is not UTF-8");
    }
}
