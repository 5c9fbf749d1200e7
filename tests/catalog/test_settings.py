from pathlib import Path

import pytest

from catalog.errors import SettingsError
from catalog.settings import Settings, declared, environment_name, load_settings


def test_later_sources_win(tmp_path: Path) -> None:
    file = tmp_path / "settings.yaml"
    file.write_text("port: 1001\nhost: 127.0.0.2\nweb_threads: 3\n")
    settings = load_settings(
        file=file, environment={"MLHOME_PORT": "1002", "MLHOME_HOST": "::1"}, flags={"port": 1003}
    )
    assert (settings.port, settings.host, settings.web_threads) == (1003, "::1", 3)


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("MLHOME_PROT", "1", "`prot`, which is no setting"),
        ("MLHOME_PORT", "eighty", "`port`"),
        ("MLHOME_PORT", "70000", "expected 0 to 65535"),
        ("MLHOME_COUNT_VIEWS", "perhaps", "expected true or false"),
        ("MLHOME_DATABASE_URL", "mysql://host/name", "begins with sqlite:// or postgresql://"),
        ("MLHOME_SEARCH_URL", "host:9200", "begins with http:// or https://"),
        ("MLHOME_PLUGINS", "[1]", "expected the name of each plugin"),
        ("MLHOME_PLUGINS", "{", "`plugins`"),
        ("MLHOME_ORPHAN_POLICY", "burn", "expected one of delete, keep"),
    ],
)
def test_a_bad_value_names_its_source_and_the_mend(name: str, value: str, says: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings(environment={name: value})
    assert "the environment" in str(caught.value)
    assert says in str(caught.value)


def test_an_unknown_key_of_the_file_is_an_error(tmp_path: Path) -> None:
    file = tmp_path / "settings.yaml"
    file.write_text("data-dir: /x\n")
    with pytest.raises(SettingsError, match="data-dir"):
        load_settings(file=file)


@pytest.mark.parametrize("text", ["[1, 2]", "a: [", "\x00"])
def test_a_broken_file_is_an_error(tmp_path: Path, text: str) -> None:
    file = tmp_path / "settings.yaml"
    file.write_text(text)
    with pytest.raises(SettingsError, match="settings file"):
        load_settings(file=file)


def test_lists_are_given_by_comma_or_line() -> None:
    for text in ("./a,./b", "./a, ./b", "./a\n./b"):
        assert load_settings(environment={"MLHOME_LOCATIONS": text}).locations == ("./a", "./b")


def test_a_child_process_is_given_the_same_settings_by_its_environment(tmp_path: Path) -> None:
    settings = Settings(
        data_dir=tmp_path,
        database_url="postgresql://user:secret@host/name",
        locations=("https://example.com/a,b.yaml",),
        git_hosts=("git.example=gitlab", "code.corp=github"),
        read_every_seconds=7.5,
        count_views=False,
        plugins={"mlflow": {"page_size": 50, "hosts": ["a", "b"]}},
        plugin_variables={"MLHOME_PLUGIN_MLFLOW_TOKEN": "secret"},
    )
    assert "secret" not in repr(settings).replace("secret@", "")
    assert load_settings(environment=settings.as_environment()) == settings


def test_the_database_lies_in_the_data_folder_unless_named(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    assert settings.effective_database_url() == f"sqlite:///{tmp_path}/catalog.db"


def test_every_setting_has_a_sentence_and_an_environment_name() -> None:
    for setting in declared():
        assert setting.metadata["text"].endswith(".")
        assert environment_name(setting.name) == f"MLHOME_{setting.name.upper()}"
