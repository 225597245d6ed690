package io.malmoi.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.malmoi.testkit.ConfigurationPage;
import org.junit.jupiter.api.Test;

class ImportsConfigTest {
    @Test
    void isOnTheConfigurationPage() throws Exception {
        assertThat(ConfigurationPage.settings())
                .containsAllEntriesOf(ConfigurationPage.settings(ImportsConfig.class))
                .containsAllEntriesOf(ConfigurationPage.settings(UploadsConfig.class));
    }
}
