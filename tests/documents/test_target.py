"""The file that is written: whole, as it was, alone in its folder, or not at all."""

import errno
import os
import stat
import threading
from pathlib import Path

import pytest

from poa_lint.core.words import words
from poa_lint.documents import lock, target

ROOT_ONLY = pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only the superuser gives away")
WITH_ATTRIBUTES = pytest.mark.skipif(not hasattr(os, "listxattr"), reason="the platform has no extended attributes")
ABANDONED = ".poa-lint-0123456789abcdef.tmp"


@pytest.fixture(params=["nameless", "named"])
def drafts(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both ways of making a draft: without a name, and with one where the system knows no other."""
    if request.param == "named":
        monkeypatch.setattr(target, "_UNNAMED", 0)
    lock.tidy.cache_clear()
    return str(request.param)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.usefixtures("drafts")
def test_a_file_is_replaced_whole_with_its_mode_and_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "informe.txt"
    path.write_bytes(b"antes, y mucho mas largo")
    for mode in (0o640, 0o600, 0o777, 0o4755, 0o2750):
        path.chmod(mode)
        before = path.stat()
        target.write(str(path), b"despues")
        after = path.stat()
        assert path.read_bytes() == b"despues"
        assert stat.S_IMODE(after.st_mode) == mode
        assert (after.st_uid, after.st_gid, after.st_nlink) == (before.st_uid, before.st_gid, 1)
    assert names(tmp_path) == ["informe.txt"]


@pytest.mark.usefixtures("drafts")
def test_a_new_file_has_the_mode_that_the_user_gives_new_files(tmp_path: Path) -> None:
    mask = os.umask(0o027)
    try:
        target.write(str(tmp_path / "nuevo.txt"), b"x")
    finally:
        os.umask(mask)
    assert stat.S_IMODE((tmp_path / "nuevo.txt").stat().st_mode) == 0o640


@ROOT_ONLY
@pytest.mark.usefixtures("drafts")
def test_owner_and_group_stay(tmp_path: Path) -> None:
    path = tmp_path / "informe.txt"
    path.write_bytes(b"antes")
    os.chown(path, 1234, 2345)
    path.chmod(0o4750)
    target.write(str(path), b"despues")
    found = path.stat()
    assert (found.st_uid, found.st_gid, stat.S_IMODE(found.st_mode)) == (1234, 2345, 0o4750)


@ROOT_ONLY
@pytest.mark.usefixtures("drafts")
def test_a_file_whose_owner_cannot_be_given_back_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "informe.txt"
    path.write_bytes(b"antes")
    os.chown(path, 1234, -1)

    def refuse(*_: int) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "fchown", refuse)
    with pytest.raises(target.Refused) as refused:
        target.write(str(path), b"despues")
    assert "de otra persona o de otro grupo" in target.sentence(refused.value, words("es"))
    assert (path.read_bytes(), names(tmp_path)) == (b"antes", ["informe.txt"])


def give(path: Path, key: str, value: bytes) -> None:
    try:
        os.setxattr(path, key, value)
    except OSError as error:
        pytest.skip(f"this disk keeps no extended attributes: {error}")


@WITH_ATTRIBUTES
@pytest.mark.usefixtures("drafts")
def test_extended_attributes_stay(tmp_path: Path) -> None:
    path = tmp_path / "informe.txt"
    path.write_bytes(b"antes")
    give(path, "user.origen", b"Oficialia")
    give(path, "user.vacio", b"")
    target.write(str(path), b"despues")
    kept = {key: os.getxattr(path, key) for key in os.listxattr(path) if key.startswith("user.")}
    assert kept == {"user.origen": b"Oficialia", "user.vacio": b""}
    assert path.read_bytes() == b"despues"


@WITH_ATTRIBUTES
def test_a_file_that_would_lose_an_attribute_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "informe.txt"
    path.write_bytes(b"antes")
    give(path, "user.origen", b"Oficialia")

    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "setxattr", refuse)
    with pytest.raises(target.Refused) as refused:
        target.write(str(path), b"despues")
    assert refused.value.kind == "attributes"
    assert (path.read_bytes(), names(tmp_path)) == (b"antes", ["informe.txt"])


@pytest.mark.usefixtures("drafts")
def test_a_file_with_several_names_is_refused(tmp_path: Path) -> None:
    path, other = tmp_path / "informe.txt", tmp_path / "otro.txt"
    path.write_bytes(b"antes")
    os.link(path, other)
    with pytest.raises(target.Refused) as refused:
        target.write(str(path), b"despues")
    assert "varios nombres" in target.sentence(refused.value, words("es"))
    assert path.read_bytes() == other.read_bytes() == b"antes"


@pytest.mark.usefixtures("drafts")
def test_a_read_only_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "informe.txt"
    path.write_bytes(b"antes")
    path.chmod(0o444)
    with pytest.raises(target.Refused) as refused:
        target.write(str(path), b"despues")
    assert refused.value.kind == "read-only"
    assert path.read_bytes() == b"antes"


@pytest.mark.usefixtures("drafts")
@pytest.mark.parametrize("name", ["x" * 255, "ñ" * 127 + "x", "espacio y 'comillas'\n"])
def test_names_of_every_length_and_kind_work(tmp_path: Path, name: str) -> None:
    path = str(tmp_path / name)
    for data in (b"uno", b"dos"):
        target.write(path, data)
        assert Path(path).read_bytes() == data
    assert names(tmp_path) == [name]


@pytest.mark.usefixtures("drafts")
def test_a_link_is_followed_also_to_a_file_that_is_not_there_yet(tmp_path: Path) -> None:
    (tmp_path / "dentro").mkdir()
    link = tmp_path / "enlace.txt"
    link.symlink_to(Path("dentro") / "informe.txt")
    for data in (b"uno", b"dos"):
        target.write(str(link), data)
        assert (tmp_path / "dentro" / "informe.txt").read_bytes() == data
    assert link.is_symlink()
    assert names(tmp_path / "dentro") == ["informe.txt"]


@pytest.mark.usefixtures("drafts")
@pytest.mark.parametrize("step", ["fsync", "fchmod", "replace"])
@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError, MemoryError])
def test_nothing_stays_beside_a_file_whatever_interrupts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, error: type[BaseException]
) -> None:
    path = tmp_path / "informe.txt"
    path.write_bytes(b"antes")

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(os, step, fail)
    with pytest.raises(error):
        target.write(str(path), b"despues")
    assert (path.read_bytes(), names(tmp_path)) == (b"antes", ["informe.txt"])


@pytest.mark.usefixtures("drafts")
def test_what_a_killed_process_left_is_removed_and_what_a_living_one_holds_is_not(tmp_path: Path) -> None:
    (tmp_path / ABANDONED).write_bytes(b"a medias")
    held = tmp_path / ABANDONED.replace("0", "f")
    held.write_bytes(b"de otro proceso")
    theirs = [".poa-lint-notas.tmp", ".poa-lint-0123456789abcdef.tmp.txt"]
    for name in theirs:
        (tmp_path / name).write_bytes(b"")
    handle = os.open(held, os.O_RDWR)
    lock.claim(handle)
    try:
        target.write(str(tmp_path / "informe.txt"), b"x")
    finally:
        os.close(handle)
    assert names(tmp_path) == sorted(["informe.txt", held.name, *theirs])


@pytest.mark.usefixtures("drafts")
def test_a_file_that_changed_is_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "dispensas.yaml"
    target.write(str(path), b"uno", was=b"")
    target.write(str(path), b"dos", was=b"uno")
    for was in (b"", b"uno"):
        with pytest.raises(target.Changed):
            target.write(str(path), b"tres", was=was)
    assert (path.read_bytes(), names(tmp_path)) == (b"dos", ["dispensas.yaml"])
    path.unlink()
    with pytest.raises(target.Changed):
        target.write(str(path), b"tres", was=b"dos")
    assert not names(tmp_path)


@pytest.mark.parametrize("beside", [False, True])
def test_of_many_at_once_none_is_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, beside: bool) -> None:
    """Whether the system locks folders or a file beside has to be locked."""
    if beside:
        monkeypatch.setattr(lock, "_lock_folder", lambda _: None)
    path = tmp_path / "cuenta.txt"

    def add(mark: bytes) -> None:
        for _ in range(5):
            while True:
                before = path.read_bytes() if path.exists() else b""
                try:
                    target.write(str(path), before + mark, was=before)
                except target.Changed:
                    continue
                break

    threads = [threading.Thread(target=add, args=(bytes([letter]),)) for letter in b"abcdefgh"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(path.read_bytes()) == sorted(b"abcdefgh" * 5)
    assert names(tmp_path) == ["cuenta.txt"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the platform has no named pipes")
def test_a_pipe_is_written_to_where_somebody_reads_it(tmp_path: Path) -> None:
    pipe = tmp_path / "tubo"
    os.mkfifo(pipe)
    with pytest.raises(target.Refused) as refused:
        target.write(str(pipe), b"x")
    assert "nadie lee" in target.sentence(refused.value, words("es"))
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        target.write(str(pipe), b"por el tubo")
        assert os.read(reader, 100) == b"por el tubo"
    finally:
        os.close(reader)
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_devices_are_written_to_and_folders_refused(tmp_path: Path) -> None:
    target.write(os.devnull, b"x")
    assert not Path(os.devnull).is_file()
    with pytest.raises(target.Refused) as refused:
        target.write(str(tmp_path), b"x")
    assert "es una carpeta" in target.sentence(refused.value, words("es"))
    with pytest.raises(FileNotFoundError):
        target.write(str(tmp_path / "no" / "hay.txt"), b"x")
