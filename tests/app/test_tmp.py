from tests.app.helpers import *
async def test_x(base, run, discord, user):
    write_dossier(base, "lots", [calls(n) for n in range(1,31)], title="A [x](http://y) @everyone")
    async with run() as bot:
        for c,o in [("stats",{"of":"Norholm"}),("who",{"name":"Norholm"}),("who",{"name":"Tova Merrin"}),("who",{"name":"Ryu"}),("timeline",{})]:
            m = await (await discord.slash(c,o,user=user)).reply()
            print(m.text); print(len(visible(m.text)), labels(m), foreign_marks(m.text))
