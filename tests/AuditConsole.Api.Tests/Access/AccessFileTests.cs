using AuditConsole.Access;
using AuditConsole.Access.Storage;
using AuditConsole.Tests.Support;
using Dapper;
using Microsoft.Data.Sqlite;

namespace AuditConsole.Api.Tests.Access;

public sealed class AccessFileTests : IDisposable
{
    private const string Password = "correct horse battery";
    private readonly TemporaryFolder _folder = new();
    private readonly ManualTimeProvider _clock = new();
    private readonly AccessFile _file;

    public AccessFileTests() => _file = AccessFile.Open(_folder.Path, _clock);

    private string FilePath => Path.Combine(_folder.Path, AccessFile.Name);

    public void Dispose()
    {
        _file.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void File_IsItsOwnersAlone_AlsoOneThatWasNot()
    {
        _file.Accounts.Add("ada", ConsoleRole.Admin, Password);
        File.SetUnixFileMode(FilePath, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);

        using var again = AccessFile.Open(_folder.Path, _clock);

        Assert.All(Directory.GetFiles(_folder.Path), file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
        Assert.Equal("ada", Assert.Single(again.Accounts.List()).Name);
    }

    [Fact]
    public void File_OfANewerProgram_IsRefusedAndLeftAlone()
    {
        using (var connection = new SqliteConnection($"Data Source={FilePath};Pooling=false"))
        {
            connection.Execute("PRAGMA user_version = 99");
        }

        var refused = Assert.Throws<AccessException>(() => AccessFile.Open(_folder.Path, _clock));

        Assert.Contains("schema version 99", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Secrets_AreNowhereInTheFile()
    {
        var account = _file.Accounts.Add("ada", ConsoleRole.Admin, Password);
        var token = _file.Tokens.Create("grafana", ConsoleRole.Viewer, null, "ada");
        var link = _file.Links.Create(account.Id);
        _file.Dispose();

        var bytes = string.Concat(Directory.GetFiles(_folder.Path).Select(file => System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(file))));

        Assert.Contains("grafana", bytes, StringComparison.Ordinal);
        Assert.All([Password, token, link], secret => Assert.DoesNotContain(secret, bytes, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-ada")]
    [InlineData("ada lovelace")]
    [InlineData("ada\n")]
    [InlineData("Console")]
    [InlineData("аda")] // begins with a Cyrillic letter
    public void Name_ThatIsNotAccepted_IsSaidWithWhatIs(string name)
    {
        // Space around a name is dropped; within it there is none.
        var refused = Record.Exception(() => _file.Accounts.Add(name, ConsoleRole.Viewer));

        if (name.Trim() == "ada")
        {
            Assert.Null(refused);
        }
        else
        {
            Assert.Contains("accepted: 1 to 64", Assert.IsType<AccessException>(refused).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Name_InAnotherCase_IsTheSame()
    {
        _file.Accounts.Add("Ada", ConsoleRole.Admin, Password);

        Assert.Contains("already", Assert.Throws<AccessException>(() => _file.Accounts.Add("ADA", ConsoleRole.Viewer)).Message, StringComparison.Ordinal);
        Assert.Equal("Ada", _file.Accounts.Find(" ada ")?.Name);
    }

    [Theory]
    [InlineData("elevenchars", "at least 12")]
    [InlineData("AdaLovelace1815", "is the name")]
    [InlineData("aaaaaaaaaaaaaa", "one character")]
    public void Password_ThatIsNotAccepted_IsSaidWithoutIt(string password, string words)
    {
        var refused = Assert.Throws<AccessException>(() => _file.Accounts.Add("adalovelace1815", ConsoleRole.Admin, password));

        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(password, refused.Message, StringComparison.Ordinal);
        Assert.Empty(_file.Accounts.List());
    }

    [Fact]
    public void LastAdmin_StaysOne()
    {
        var ada = _file.Accounts.Add("ada", ConsoleRole.Admin, Password);
        // An admin without a password cannot look after anything.
        _file.Accounts.Add("bob", ConsoleRole.Admin);

        Assert.Throws<AccessException>(() => _file.Accounts.SetRole(ada.Id, ConsoleRole.Operator));
        Assert.Throws<AccessException>(() => _file.Accounts.SetBlocked(ada.Id, true));
        Assert.Throws<AccessException>(() => _file.Accounts.Remove(ada.Id));
        Assert.Equal((ConsoleRole.Admin, false), (_file.Accounts.FindById(ada.Id)!.Role, _file.Accounts.FindById(ada.Id)!.Blocked));

        _file.Accounts.Add("eve", ConsoleRole.Admin, Password);
        _file.Accounts.Remove(ada.Id);
        Assert.Null(_file.Accounts.Find("ada"));
    }

    [Theory]
    [InlineData("role")]
    [InlineData("lock")]
    [InlineData("password")]
    [InlineData("remove")]
    [InlineData("end")]
    [InlineData("idle")]
    [InlineData("age")]
    public void Session_EndsWithWhatItStoodFor(string how)
    {
        _file.Accounts.Add("root", ConsoleRole.Admin, Password);
        var ada = _file.Accounts.Add("ada", ConsoleRole.Operator, Password);
        var session = _file.Sessions.Begin(ada.Id, "192.0.2.7", "a browser");
        Assert.Equal("ada", _file.Sessions.Use(session)?.Name);
        var told = 0;
        _file.Ended += () => told++;

        switch (how)
        {
            case "role": _file.Accounts.SetRole(ada.Id, ConsoleRole.Viewer); break;
            case "lock": _file.Accounts.SetBlocked(ada.Id, true); break;
            case "password": _file.Accounts.SetPassword(ada.Id, "another password"); break;
            case "remove": _file.Accounts.Remove(ada.Id); break;
            case "end": _file.Sessions.End(session); break;
            case "idle": _clock.Advance(Sessions.Idle); break;
            default:
                for (var used = TimeSpan.Zero; used < Sessions.Longest; used += TimeSpan.FromHours(6))
                {
                    Assert.NotNull(_file.Sessions.Use(session));
                    _clock.Advance(TimeSpan.FromHours(6));
                }

                break;
        }

        Assert.Null(_file.Sessions.Use(session));
        Assert.Null(_file.Sessions.Look(session));
        Assert.Empty(_file.Sessions.List(ada.Id));
        Assert.Equal(how is "idle" or "age" ? 0 : 1, told);
    }

    [Fact]
    public void Session_ThatChangesItsPassword_GoesOnAlone()
    {
        var ada = _file.Accounts.Add("ada", ConsoleRole.Admin, Password);
        var own = _file.Sessions.Begin(ada.Id, null, null);
        var other = _file.Sessions.Begin(ada.Id, null, null);

        _file.Accounts.SetPassword(ada.Id, "another password", keep: own);

        Assert.NotNull(_file.Sessions.Use(own));
        Assert.Null(_file.Sessions.Use(other));
        Assert.True(Accounts.IsPassword(_file.Accounts.FindById(ada.Id)!, "another password"));
        Assert.False(Accounts.IsPassword(_file.Accounts.FindById(ada.Id)!, Password));
    }

    [Fact]
    public void Token_IsKnownUntilItEndsOrIsRevoked()
    {
        var short_ = _file.Tokens.Create("short", ConsoleRole.Viewer, TimeSpan.FromDays(1), "ada");
        var lasting = _file.Tokens.Create("lasting", ConsoleRole.Operator, null, "ada");

        Assert.StartsWith("ac_", lasting, StringComparison.Ordinal);
        Assert.Equal(("lasting", ConsoleRole.Operator), (_file.Tokens.Use(lasting)!.Name, _file.Tokens.Use(lasting)!.Role));
        Assert.Equal(_clock.GetUtcNow(), _file.Tokens.List().Single(token => token.Name == "lasting").Used);
        Assert.NotNull(_file.Tokens.Use(short_));
        Assert.Null(_file.Tokens.Use(lasting[..^1] + (lasting[^1] == 'A' ? 'B' : 'A')));
        _clock.Advance(TimeSpan.FromDays(1));
        Assert.Null(_file.Tokens.Use(short_));
        Assert.True(_file.Tokens.Revoke("lasting"));
        Assert.Null(_file.Tokens.Use(lasting));
        Assert.False(_file.Tokens.Revoke("lasting"));
        Assert.Throws<AccessException>(() => _file.Tokens.Create("long", ConsoleRole.Viewer, TimeSpan.FromDays(4000), "ada"));
    }

    [Fact]
    public void FirstLink_WorksOnceAndOnlyAsLongAsThereIsNoAccount()
    {
        var old = _file.Links.CreateForFirst();
        var link = _file.Links.CreateForFirst();

        Assert.False(_file.Links.Look(old).Works);
        Assert.Throws<AccessException>(() => _file.Links.Use(old, "eve", Password));
        Assert.Throws<AccessException>(() => _file.Links.Use(link, "ada", "short"));
        Assert.Equal(("ada", ConsoleRole.Admin), (_file.Links.Use(link, "ada", Password).Name, _file.Accounts.Find("ada")!.Role));
        Assert.Throws<AccessException>(() => _file.Links.Use(link, "eve", Password));
        Assert.Throws<AccessException>(() => _file.Links.Use(_file.Links.CreateForFirst(), "eve", Password));
        Assert.Single(_file.Accounts.List());
    }

    [Fact]
    public void AccountsLink_SetsThePasswordOnceWithinADay()
    {
        var ada = _file.Accounts.Add("ada", ConsoleRole.Viewer);
        var late = _file.Links.Create(ada.Id);
        _clock.Advance(Links.Lifetime);
        Assert.Throws<AccessException>(() => _file.Links.Use(late, null, Password));
        var link = _file.Links.Create(ada.Id);

        Assert.Equal((true, "ada"), _file.Links.Look(link));
        Assert.Equal(ConsoleRole.Viewer, _file.Links.Use(link, "eve", Password).Role);
        Assert.Throws<AccessException>(() => _file.Links.Use(link, null, Password));
    }

    [Fact]
    public void Link_UsedByManyAtOnce_MakesOneAccount()
    {
        var link = _file.Links.CreateForFirst();
        var made = 0;

        Parallel.For(0, 8, i =>
        {
            try
            {
                _file.Links.Use(link, $"eve{i}", Password);
                Interlocked.Increment(ref made);
            }
            catch (AccessException)
            {
            }
        });

        Assert.Equal(1, made);
        Assert.Single(_file.Accounts.List());
    }

    [Fact]
    public void OtherWrites_RiseWhenAnotherProgramWrites()
    {
        var before = _file.OtherWrites();
        _file.Accounts.Add("ada", ConsoleRole.Admin, Password);
        Assert.Equal(before, _file.OtherWrites());

        using (var other = AccessFile.Open(_folder.Path, _clock))
        {
            other.Accounts.Add("bob", ConsoleRole.Viewer);
        }

        Assert.NotEqual(before, _file.OtherWrites());
    }
}
